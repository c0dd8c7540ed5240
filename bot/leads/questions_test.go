package leads

import (
	"github.com/leadloop/leadloop/bot/kit"
	"github.com/leadloop/leadloop/bot/kit/kittest"
	"github.com/leadloop/leadloop/funnel"
	"github.com/leadloop/leadloop/funnel/agreement"
)

func addQuestions(c kit.Context, add kittest.Adder) {
	card := funnel.Notice{Kind: funnel.NoticeCard, To: kittest.Sam, Lead: 12, Handoff: 1}
	question := funnel.Notice{Kind: funnel.NoticeQuestion, To: kittest.Mia, By: kittest.Sam, Lead: 12, Handoff: 1, Question: 1}
	answer := funnel.Notice{Kind: funnel.NoticeAnswer, To: kittest.Sam, By: kittest.Mia, Lead: 12, Handoff: 1, Question: 1}
	inSales := card
	inSales.To, inSales.Place = "", funnel.PlaceSales
	add("message", "card_dm_asked", LeadCard(c, card, kittest.Asked()))
	add("message", "card_sales_asked", LeadCard(c, inSales, kittest.Asked()))
	add("message", "card_dm_explained", LeadCard(c, card, kittest.Explained()))
	add("message", "notice_question", Notice(c, question, kittest.Asked()))
	add("message", "notice_question_answered", Notice(c, question, kittest.Explained()))
	add("message", "notice_question_taken", Notice(c, question, kittest.Accepted()))
	add("message", "notice_answer", Notice(c, answer, kittest.Explained()))
	lent := kittest.Explained()
	lent.Owner, lent.Handoff.To, lent.LentBy, lent.Clocks[0].Person = kittest.Kim, kittest.Kim, kittest.Sam, kittest.Kim
	add("message", "notice_answer_lent", Notice(c, answer, lent))
	add("message", "notice_answer_taken", Notice(c, answer, kittest.Accepted()))
	add("modal", "modal_ask", Ask(c, kittest.Offered()))
	add("modal", "modal_answer", Answer(c, kittest.Asked()))
	add("modal", "modal_answer_hostile", Answer(c, kittest.Hostile(agreement.MQL)))
	add("reply", "changed_asked", Changed(c, kittest.Asked(), funnel.EntryAsked))
	add("reply", "changed_answered", Changed(c, kittest.Explained(), funnel.EntryAnswered))
	add("reply", "detail_asked", LeadDetail(c, kittest.Asked()))
}
