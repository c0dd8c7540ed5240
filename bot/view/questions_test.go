package view

import (
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

func addQuestions(c Context, add adder) {
	card := funnel.Notice{Kind: funnel.NoticeCard, To: sam, Lead: 12, Handoff: 1}
	question := funnel.Notice{Kind: funnel.NoticeQuestion, To: mia, By: sam, Lead: 12, Handoff: 1, Question: 1}
	answer := funnel.Notice{Kind: funnel.NoticeAnswer, To: sam, By: mia, Lead: 12, Handoff: 1, Question: 1}
	inSales := card
	inSales.To, inSales.Place = "", funnel.PlaceSales
	add("message", "card_dm_asked", LeadCard(c, card, asked()))
	add("message", "card_sales_asked", LeadCard(c, inSales, asked()))
	add("message", "card_dm_explained", LeadCard(c, card, explained()))
	add("message", "notice_question", Notice(c, question, asked()))
	add("message", "notice_question_answered", Notice(c, question, explained()))
	add("message", "notice_question_taken", Notice(c, question, accepted()))
	add("message", "notice_answer", Notice(c, answer, explained()))
	lent := explained()
	lent.Owner, lent.Handoff.To, lent.LentBy, lent.Clocks[0].Person = kim, kim, sam, kim
	add("message", "notice_answer_lent", Notice(c, answer, lent))
	add("message", "notice_answer_taken", Notice(c, answer, accepted()))
	add("modal", "modal_ask", Ask(c, offered()))
	add("modal", "modal_answer", Answer(c, asked()))
	add("modal", "modal_answer_hostile", Answer(c, hostile(agreement.MQL)))
	add("reply", "changed_asked", Changed(c, asked(), funnel.EntryAsked))
	add("reply", "changed_answered", Changed(c, explained(), funnel.EntryAnswered))
	add("reply", "detail_asked", LeadDetail(c, asked()))
}
