package calendar

const monday = "2026-11-23 10:00"
