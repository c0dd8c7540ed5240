package calendar

import "time"

// holidayCorrections are what the library lacks or has wrong, and the holidays of regions. A country alone is what is
// free in all of it: what only some regions, employers or banks keep is not. Where a day is free in some communes of a
// region, it is not free in the region.
var holidayCorrections = []correction{
	{"AR", always, "Viernes Santo", easter(-2), "the library has the Thursday, on which employers decide"},
	{
		"AR", always, "Aniversario paso a la inmortalidad del General Martín Miguel de Güemes",
		on(time.June, 17).movedTo(longWeekend), ley27399,
	},
	{
		"AR", always, "Aniversario paso a la inmortalidad del General José de San Martín",
		on(time.August, 17).movedTo(longWeekend), ley27399,
	},
	{"AR", always, "Día del respeto a la diversidad cultural", on(time.October, 12).movedTo(longWeekend), ley27399},
	{"AR", always, "Día de la Soberanía Nacional", on(time.November, 20).movedTo(longWeekend), ley27399},
	{
		"AR", always, "Aniversario paso a la inmortalidad del General Juan Manuel Belgrano", on(time.June, 20),
		"Ley 27.399: it does not move",
	},
	{
		"AR", only(2024), "Feriado con fines turísticos", dates("2024-04-01", "2024-06-21", "2024-10-11"),
		"Decreto 106/2023; since 2025 employers decide on such days",
	},

	{"BG", always, "Велика събота", orthodoxEaster(-1), "Labour Code, article 154"},
	{
		"BG", always, "Ден на труда и на международната работническа солидарност",
		on(time.May, 1).orOn(weekendToMonday), "the library moves it in each year in which Easter comes later",
	},
	{
		"BG", only(2027), "Ден на труда и на международната работническа солидарност", dates("2027-05-04"),
		"a Saturday whose Monday is Easter's",
	},
	{"BG", always, "Неприсъствен ден", dates("2025-12-31", "2026-01-02"), "government: the coming of the euro"},

	{"BR", always, "Carnaval", never, "ponto facultativo: no holiday of the nation, Lei 662/1949"},
	{"BR", always, "Corpus Christi", never, "ponto facultativo, as Carnaval"},
	{"BR", since(2024), "Dia Nacional de Zumbi e da Consciência Negra", on(time.November, 20), "Lei 14.759/2023"},

	{"CA", always, "Easter Monday", never, "in no province"},
	{"CA", always, "Canada Day", on(time.July, 1).orOn(sundayToMonday), "Holidays Act: of weekends only the Sunday moves"},
	{"CA-NL,PE,SK,YT", always, "Canada Day", on(time.July, 1).orOn(weekendToMonday), "provincial: Saturdays too"},
	{"CA-AB,BC,MB,NB,ON,SK", always, "Family Day", nth(3, time.Monday, time.February), "provincial"},
	{"CA-NS,PE", always, "Heritage Day", nth(3, time.Monday, time.February), "provincial"},
	{"CA-AB,BC,MB,NT,NU,ON,SK,YT", always, "Victoria Day", nearest(time.Monday, time.May, 21), "provincial"},
	{"CA-QC", always, "National Patriots' Day", nearest(time.Monday, time.May, 21), "provincial"},
	{"CA-NT,YT", always, "National Indigenous Peoples Day", on(time.June, 21), "territorial"},
	{"CA-QC", always, "Fête nationale du Québec", on(time.June, 24).orOn(sundayToMonday), "provincial"},
	{"CA-NU", always, "Nunavut Day", on(time.July, 9), "territorial"},
	{"CA-BC,NB,NT,NU,SK", always, "Civic/Provincial Day", nth(1, time.Monday, time.August), "provincial"},
	{"CA-YT", always, "Discovery Day", nth(3, time.Monday, time.August), "territorial"},
	{
		"CA-NT,NU,PE,YT", since(2021), "National Day for Truth and Reconciliation", on(time.September, 30),
		"provincial; elsewhere for federal employers only",
	},
	{
		"CA-BC,MB", since(2021), "National Day for Truth and Reconciliation",
		on(time.September, 30).orOn(weekendToMonday), "provincial",
	},
	{"CA-AB,BC,MB,NT,NU,ON,QC,SK,YT", always, "Thanksgiving Day", nth(2, time.Monday, time.October), "provincial"},
	{"CA-BC,NB,NT,NU", always, "Remembrance Day", on(time.November, 11), "provincial"},
	{"CA-AB,NL,NS,PE,SK,YT", always, "Remembrance Day", on(time.November, 11).orOn(weekendToMonday), "provincial"},
	{"CA-ON", always, "Boxing Day", on(time.December, 26).orOn(secondOfTwo), "provincial"},

	{"CH-AG,BE,JU,LU,TG,VD", always, "Berchtoldstag", on(time.January, 2), "cantonal"},
	{"CH-NE", always, "Berchtoldstag", on(time.January, 2).onlyOn(time.Monday), "cantonal: after a Sunday"},
	{"CH-SZ,TI,UR", always, "Heilige Drei Könige", on(time.January, 6), "cantonal"},
	{"CH-NE", always, "Instauration de la République", on(time.March, 1), "cantonal"},
	{"CH-NW,SZ,TI,UR,VS", always, "Josefstag", on(time.March, 19), "cantonal"},
	{
		"CH-AG,AI,AR,BE,BL,BS,FR,GE,GL,JU,LU,NE,NW,OW,SG,SH,SO,SZ,TG,UR,VD,ZG,ZH", always, "Karfreitag", easter(-2),
		"cantonal",
	},
	{"CH-AG,AI,AR,BE,BL,BS,GE,GL,GR,JU,LU,SG,SH,SZ,TG,TI,UR,VD,ZH", always, "Ostermontag", easter(1), "cantonal"},
	{"CH-GL", always, "Näfelser Fahrt", näfelserFahrt, "cantonal"},
	{"CH-AG,BL,BS,JU,NE,SH,TG,TI,ZH", always, "Tag der Arbeit", on(time.May, 1), "cantonal; half days are not counted"},
	{"CH-AG,AI,AR,BE,BL,BS,GE,GL,GR,JU,LU,SG,SH,SZ,TG,TI,UR,VD,ZH", always, "Pfingstmontag", easter(50), "cantonal"},
	{"CH-AG,AI,JU,LU,NE,NW,OW,SZ,TI,UR,VS,ZG", always, "Fronleichnam", easter(60), "cantonal"},
	{"CH-JU", always, "Commémoration du plébiscite", on(time.June, 23), "cantonal"},
	{"CH-TI", always, "Santi Pietro e Paolo", on(time.June, 29), "cantonal"},
	{"CH-AG,AI,JU,LU,NW,OW,SZ,TI,UR,VS,ZG", always, "Mariä Himmelfahrt", on(time.August, 15), "cantonal"},
	{"CH-GE", always, "Jeûne genevois", nth(1, time.Sunday, time.September).after(4), "cantonal"},
	{"CH-VD", always, "Lundi du Jeûne", nth(3, time.Sunday, time.September).after(1), "cantonal"},
	{"CH-OW", always, "Bruder Klaus", on(time.September, 25), "cantonal"},
	{"CH-AG,AI,GL,JU,LU,NW,OW,SG,SZ,TI,UR,VS,ZG", always, "Allerheiligen", on(time.November, 1), "cantonal"},
	{"CH-AG,AI,LU,NW,OW,SZ,TI,UR,VS,ZG", always, "Mariä Empfängnis", on(time.December, 8), "cantonal"},
	{
		"CH-AG,BE,BL,BS,GL,GR,LU,SG,SH,SZ,TG,TI,ZH", always, "Zweiter Weihnachtsfeiertag", on(time.December, 26),
		"cantonal",
	},
	{
		"CH-AI,AR,UR", always, "Zweiter Weihnachtsfeiertag",
		on(time.December, 26).onlyOn(time.Monday, time.Wednesday, time.Thursday, time.Friday, time.Sunday),
		"cantonal: not where it would make three free days in a row",
	},
	{"CH-NE", always, "Zweiter Weihnachtsfeiertag", on(time.December, 26).onlyOn(time.Monday), "cantonal: after a Sunday"},
	{"CH-GE", always, "Wiederherstellung der Republik", on(time.December, 31), "cantonal"},

	{"DE-BW,BY,ST", always, "Heilige Drei Könige", on(time.January, 6), "Land"},
	{"DE-BE", since(2019), "Frauentag", on(time.March, 8), "Land"},
	{"DE-MV", since(2023), "Frauentag", on(time.March, 8), "Land"},
	{"DE-BE", only(2025), "Tag der Befreiung", on(time.May, 8), "Land: the 80th anniversary"},
	{"DE-BW,BY,HE,NW,RP,SL", always, "Fronleichnam", easter(60), "Land"},
	{"DE-BE", only(2028), "Jahrestag des 17. Juni 1953", on(time.June, 17), "Land: the 75th anniversary"},
	{"DE-SL", always, "Mariä Himmelfahrt", on(time.August, 15), "Land; in Bavaria it is for each commune"},
	{"DE-TH", since(2019), "Weltkindertag", on(time.September, 20), "Land"},
	{"DE-BB,MV,SN,ST,TH", always, "Reformationstag", on(time.October, 31), "Land"},
	{"DE-HB,HH,NI,SH", since(2018), "Reformationstag", on(time.October, 31), "Land"},
	{"DE-BW,BY,NW,RP,SL", always, "Allerheiligen", on(time.November, 1), "Land"},
	{"DE-SN", always, "Buß- und Bettag", nearest(time.Wednesday, time.November, 19), "Land"},

	{"DK", always, "Grundlovsdag", never, "no holiday by law: agreements make it half a day"},

	{"ES-AN,AR,AS,CB,CL,CM,CN,EX,GA,IB,MC,MD,NC,PV,RI", always, "Jueves Santo", easter(-3), "autonomous"},
	{"ES-CT,NC,PV,RI,VC", always, "Lunes de Pascua", easter(1), "autonomous"},
	{"ES-IB", since(2026), "Lunes de Pascua", easter(1), "autonomous"},
	{"ES-AN", always, "Día de Andalucía", on(time.February, 28), "autonomous"},
	{"ES-IB", always, "Día de las Islas Baleares", on(time.March, 1), "autonomous"},
	{"ES-MC,VC", always, "San José", on(time.March, 19), "autonomous"},
	{"ES-AR,CL", always, "San Jorge", on(time.April, 23), "autonomous"},
	{"ES-MD", always, "Fiesta de la Comunidad de Madrid", on(time.May, 2), "autonomous"},
	{"ES-GA", always, "Día de las Letras Gallegas", on(time.May, 17), "autonomous"},
	{"ES-CN", always, "Día de Canarias", on(time.May, 30), "autonomous"},
	{"ES-CM", always, "Día de Castilla-La Mancha", on(time.May, 31), "autonomous"},
	{"ES-CM", always, "Corpus Christi", easter(60), "autonomous"},
	{"ES-MC,RI", always, "Día de la Región", on(time.June, 9), "autonomous"},
	{"ES-CT,VC", always, "San Juan", on(time.June, 24), "autonomous"},
	{"ES-GA,PV", always, "Santiago Apóstol", on(time.July, 25), "autonomous"},
	{"ES-CB", always, "Día de las Instituciones de Cantabria", on(time.July, 28), "autonomous"},
	{"ES-AS,EX", always, "Día de la Comunidad", on(time.September, 8), "autonomous"},
	{"ES-CT", always, "Diada Nacional de Catalunya", on(time.September, 11), "autonomous"},
	{"ES-CB", always, "La Bien Aparecida", on(time.September, 15), "autonomous"},
	{"ES-VC", always, "Día de la Comunitat Valenciana", on(time.October, 9), "autonomous"},
	{"ES-NC", always, "San Francisco Javier", on(time.December, 3), "autonomous"},
	{"ES-CT", always, "San Esteban", on(time.December, 26), "autonomous"},
	{"ES-AN,AR,CL", always, boe, dates("2024-12-09", "2025-10-13", "2026-11-02", "2026-12-07"), eachOctober},
	{"ES-AS", always, boe, dates("2024-09-09", "2024-12-09", "2025-10-13", "2026-11-02", "2026-12-07"), eachOctober},
	{"ES-CB", always, boe, dates("2024-04-01", "2024-07-25", "2026-12-07"), eachOctober},
	{"ES-CM", always, boe, dates("2026-04-06", "2026-11-02"), eachOctober},
	{"ES-CN", always, boe, dates("2026-11-02"), eachOctober},
	{"ES-EX", always, boe, dates("2024-02-13", "2024-12-09", "2025-10-13", "2026-11-02", "2026-12-07"), eachOctober},
	{"ES-GA", always, boe, dates("2026-03-19", "2026-06-24"), eachOctober},
	{"ES-IB", always, boe, dates("2024-04-01", "2025-12-26", "2026-03-02", "2026-12-26"), eachOctober},
	{"ES-MC", always, boe, dates("2024-12-09", "2026-12-07"), eachOctober},
	{"ES-MD", always, boe, dates("2024-07-25", "2025-07-25", "2026-11-02", "2026-12-07"), eachOctober},
	{"ES-NC", always, boe, dates("2024-07-25", "2025-07-25", "2026-03-19", "2026-11-02"), eachOctober},
	{"ES-PV", always, boe, dates("2026-03-19"), eachOctober},
	{"ES-RI", always, boe, dates("2024-06-10", "2026-12-07"), eachOctober},

	{"FR-57,67,68,6AE", always, "Vendredi saint", easter(-2), alsaceMoselle},
	{"FR-57,67,68,6AE", always, "Saint Étienne", on(time.December, 26), alsaceMoselle},

	{"GB-SCT", always, "2nd January", on(time.January, 2).orOn(secondOfTwo), bankHolidaysAct},
	{"GB-NIR", always, "St Patrick's Day", on(time.March, 17).orOn(weekendToMonday), bankHolidaysAct},
	{"GB-ENG,NIR,WLS", always, "Easter Monday", easter(1), bankHolidaysAct},
	{"GB-SCT", always, "World Cup bank holiday", dates("2026-06-15"), "proclaimed for Scotland"},
	{"GB-NIR", always, "Battle of the Boyne", on(time.July, 12).orOn(weekendToMonday), bankHolidaysAct},
	{"GB-SCT", always, "Summer Bank Holiday", nth(1, time.Monday, time.August), bankHolidaysAct},
	{"GB-ENG,NIR,WLS", always, "Summer Bank Holiday", nth(-1, time.Monday, time.August), bankHolidaysAct},
	{"GB-SCT", since(2007), "St Andrew's Day", on(time.November, 30).orOn(weekendToMonday), "St Andrew's Day Act 2007"},

	{"GR", only(2024), "Εργατική Πρωτομαγιά", dates("2024-05-07"), "in Holy Week: moved by the ministry"},
	{
		"GR", only(2027), "Εργατική Πρωτομαγιά", dates("2027-05-01", "2027-05-04"),
		"on Holy Saturday: as the ministry moved it in 2021",
	},

	{"IT-BZ", always, "Lunedì di Pentecoste", easter(50), "South Tyrol, provincial law 36/1992"},
	{"IT", since(2026), "San Francesco d'Assisi", on(time.October, 4), "Legge 151/2025"},

	{
		"MW", always, "Christmas Boxing Day", on(time.December, 26).orOn(secondOfTwo),
		"the library has one Monday for two holidays on a weekend",
	},

	{"NL", always, "Bevrijdingsdag", bevrijdingsdag, "as employers and unions agreed"},

	{"NZ-MWT,WGN", always, "Wellington Anniversary", nearest(time.Monday, time.January, 22), "provincial"},
	{"NZ-AUK,BOP,GIS,NTL,WKO", always, "Auckland Anniversary", nearest(time.Monday, time.January, 29), "provincial"},
	{"NZ-NSN,TAS", always, "Nelson Anniversary", nearest(time.Monday, time.February, 1), "provincial"},
	{"NZ-TKI", always, "Taranaki Anniversary", nth(2, time.Monday, time.March), "provincial"},
	{"NZ-OTA", always, "Otago Anniversary", nearest(time.Monday, time.March, 23), "provincial"},
	{"NZ-STL", always, "Southland Anniversary", easter(2), "provincial"},
	{"NZ-HKB", always, "Hawke's Bay Anniversary", nth(4, time.Monday, time.October).after(-3), "provincial"},
	{"NZ-MBH", always, "Marlborough Anniversary", nth(4, time.Monday, time.October).after(7), "provincial"},
	{
		"NZ-CAN", always, "Canterbury Anniversary", nth(1, time.Tuesday, time.November).after(10),
		"provincial; South Canterbury keeps a day in September",
	},
	{"NZ-CIT", always, "Chatham Islands Anniversary", nearest(time.Monday, time.November, 30), "provincial"},
	{"NZ-WTC", always, "Westland Anniversary", nearest(time.Monday, time.December, 1), "provincial"},
	{"NZ", always, "Matariki", dates(
		"2022-06-24", "2023-07-14", "2024-06-28", "2025-06-20", "2026-07-10", "2027-06-25", "2028-07-14", "2029-07-06",
		"2030-06-21", "2031-07-11", "2032-07-02", "2033-06-24", "2034-07-07", "2035-06-29", "2036-07-18", "2037-07-10",
		"2038-06-25", "2039-07-15", "2040-07-06", "2041-07-19", "2042-07-11", "2043-07-03", "2044-06-24", "2045-07-07",
		"2046-06-29", "2047-07-19", "2048-07-03", "2049-06-25", "2050-07-15", "2051-06-30", "2052-06-21",
	), "Te Kāhui o Matariki Public Holiday Act 2022, schedule 1"},

	{"PL", since(2025), "Wigilia Bożego Narodzenia", on(time.December, 24), "act of 6 December 2024"},

	{"RO", since(2024), "Botezul Domnului", on(time.January, 6), "Legea 52/2023"},
	{"RO", since(2024), "Soborul Sfântului Ioan Botezătorul", on(time.January, 7), "Legea 52/2023"},

	{"RU", since(2013), "Новогодние каникулы", between(time.January, 1, 8), "Labour Code, article 112"},
	{
		"RU", only(2024), "Выходной", dates("2024-04-29", "2024-04-30", "2024-05-10", "2024-12-30", "2024-12-31"),
		"decree 1314 of 10 August 2023",
	},
	{"RU", only(2025), "День защитника Отечества", dates("2025-02-23", "2025-05-08"), "decree 1335 of 4 October 2024"},
	{"RU", only(2025), "Международный женский день", dates("2025-03-08", "2025-06-13"), "decree 1335 of 4 October 2024"},
	{"RU", only(2025), "Выходной", dates("2025-05-02", "2025-11-03", "2025-12-31"), "decree 1335 of 4 October 2024"},
	{"RU", only(2026), "Выходной", dates("2026-01-09", "2026-12-31"), "decree 1466 of 24 September 2025"},

	{"SK", since(2024), "Deň Ústavy Slovenskej republiky", never, "zákon 530/2023: a working day"},
	{"SK", since(2025), "Deň boja za slobodu a demokraciu", never, "a working day since the consolidation of 2024"},
	{"SK", only(2026), "Deň víťazstva nad fašizmom", never, "zákon 261/2025: a working day in 2026"},
	{"SK", only(2026), "Sviatok Panny Márie Sedembolestnej, patrónky Slovenska", never, "zákon 261/2025: a working day in 2026"},

	{"UA", since(2022), everyHoliday, never, "law 2136-IX, article 6: none is free while martial law lasts"},

	{"ZA", only(2024), "Election Day", dates("2024-05-29"), "proclaimed for the elections"},
}

// Reasons of several rows.
const (
	ley27399        = "Ley 27.399: moved to a Monday, and not on weekends"
	alsaceMoselle   = "Alsace-Moselle, Code du travail L3134-13"
	bankHolidaysAct = "Banking and Financial Dealings Act 1971"
	eachOctober     = "chosen by each community for the next year, in the Boletín Oficial del Estado; known until 2026"
)

// boe names what Spain's communities choose, and where they move what falls on a Sunday.
const boe = "Fiesta autonómica"

// bevrijdingsdag is a free day once in five years.
func bevrijdingsdag(year int) []Date {
	if year%5 != 0 {
		return nil
	}

	return on(time.May, 5)(year)
}

// näfelserFahrt is the first Thursday of April, or a week later where that is in Holy Week.
func näfelserFahrt(year int) []Date {
	first := nth(1, time.Thursday, time.April)
	if first(year)[0] == easter(-3)(year)[0] {
		return first.after(7)(year)
	}

	return first(year)
}
