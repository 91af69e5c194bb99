"""Texts of the guided tour, of the questions for a group, and of the matrix of who plans and delivers."""

from samskaping.language import Texts

TOUR = Texts(
    "dashboard.tour",
    {
        "towns.title": "One town, three ways of governing",
        "towns.text": (
            "The same people, with the same needs and the same luck, live under three sets of rules. Nobody has decided "
            "who wins; that follows from the rules."
        ),
        "scorecard.title": "Read the scorecard",
        "scorecard.text": (
            "How well services fit, what they cost, trust and inequality. A filled triangle marks a difference that matters. "
            "Which row matters most to you? Would your neighbour agree?"
        ),
        "slider.title": "Guess, then move a slider",
        "slider.text": (
            "What happens if people's needs call for more lived knowledge? Say your guess aloud, then move the slider. "
            "Grey lines show the results before the change."
        ),
        "groups.title": "Who gains, and who pays?",
        "groups.text": (
            "A mean can hide a lot. Look at the people with fewest resources, at the oldest and at each district."
        ),
        "town.title": "Meet a citizen",
        "town.text": (
            "Play the months, click a citizen and read the story. Then read the same person's life under the other ways "
            "of governing."
        ),
        "questions.title": "Questions for a group",
        "questions.text": "Choose a question, let everybody write down a guess, and then show the answer.",
        "about.title": "What the model cannot say",
        "about.text": (
            "Use the model to think, not to forecast. This page lists what it builds on and where it stops."
        ),
    },
)

QUESTION = Texts(
    "dashboard.question",
    {
        "in-place.title": "What must be in place?",
        "in-place.story": (
            "Two towns share power with citizens under the same rules. One trains, facilitates and supports the people "
            "who take part. The other does none of this."
        ),
        "in-place.guess": "Without training, facilitation and support, compared with the town that has them, service fit will be …",
        "in-place.discuss": "Which of the three would you pay for first? What is missing where you live?",
        "politics.title": "Which role for politicians?",
        "politics.story": (
            "Politicians can sit in the arenas and commit to the result. Or they can stay away and decide afterwards."
        ),
        "politics.guess": (
            "When politicians stay away instead of taking part and committing themselves, citizens' felt voice will be …"
        ),
        "politics.discuss": "Is a council that has committed itself still accountable? To whom?",
        "obstacles.title": "What stands in the way?",
        "obstacles.story": (
            "Rules can change overnight, roles cannot. Suppose that professionals and politicians are far less open to "
            "lay knowledge and to sharing power."
        ),
        "obstacles.guess": "Compared with traditional administration, service fit with co-creation will be …",
        "obstacles.discuss": "Whose role would have to change most where you are? What would make it easier?",
        "when-not.title": "When not to co-create?",
        "when-not.story": (
            "Suppose that people need what rules and forms handle well: clear rights, known answers, no wicked problems. "
            "Nobody's life story matters."
        ),
        "when-not.guess": (
            "Compared with traditional administration, the cost per met need with co-creation will be …"
        ),
        "when-not.discuss": "Which of your services are like this? Who decides that they are?",
        "inequality.title": "Does co-creation increase inequality?",
        "inequality.story": (
            "This is a common objection. Arenas can recruit by lot with quotas and reach out to people who do not come. "
            "Or they can simply invite everybody."
        ),
        "inequality.guess": (
            "With an open invitation and no outreach, instead of a lot with quotas and outreach, participation parity "
            "will be …"
        ),
        "inequality.discuss": "Who came to your last open meeting? Who did not?",
        "wholehearted.title": "Half-hearted or wholehearted?",
        "wholehearted.story": (
            "“Use co-creation only when strictly necessary, but THEN go for it 100 %.” Thin co-creation, now and then by "
            "open call, meets the thick kind."
        ),
        "wholehearted.guess": "Compared with thin co-creation, trust with thick co-creation will be …",
        "wholehearted.discuss": "What did it cost, and whose time was it? Look at citizens' time.",
        "without.title": "What can we achieve without the citizens?",
        "without.story": (
            "Plain language, outreach, less paperwork and more discretion ask nothing of citizens. How much of the "
            "effect of co-creation comes from these alone?"
        ),
        "without.guess": "Compared with such a responsive administration, service fit with co-creation will be …",
        "without.discuss": "Is the rest worth the citizens' time? Who should answer that?",
        "competence.title": "Does co-creation erase professional competence?",
        "competence.story": (
            "This is a common objection. With co-creation, citizens share in what professionals used to decide alone. "
            "Professionals learn from their cases and lose what they do not use."
        ),
        "competence.guess": "Compared with traditional administration, staff competence with co-creation will be …",
        "competence.discuss": "Which competence do you use less when citizens take part? Which do you use more?",
        "staff-hours.title": "Do citizens take over the work of staff?",
        "staff-hours.story": (
            "“Privatisation by stealth” is a common objection: citizens give their time, and the municipality can save "
            "its own."
        ),
        "staff-hours.guess": (
            "Compared with traditional administration, the municipality's own hours with co-creation will be …"
        ),
        "staff-hours.discuss": "Look at the citizens' time as well. Which tasks should never be left to volunteers?",
        "welfare-state.title": "What about people who cannot take part?",
        "welfare-state.story": (
            "“It will destroy the welfare state” is a common objection. Both towns have had a tenth of the budget cut. "
            "Look at the fifth of the citizens with least resources."
        ),
        "welfare-state.guess": (
            "Compared with traditional administration, the share of needs met in this fifth with co-creation will be …"
        ),
        "welfare-state.discuss": "Who speaks for people who cannot take part? What are they entitled to in any case?",
        "cheaper.title": "Is it cheaper?",
        "cheaper.story": (
            "Services that fit the first time need not be repeated. But meetings, training and facilitation cost money."
        ),
        "cheaper.guess": "Compared with traditional administration, the public cost with co-creation will be …",
        "cheaper.discuss": "What would you pay for services that fit better? Whose budget pays, and whose gains?",
    },
)

MATRIX = Texts(
    "dashboard.matrix",
    {
        "plans.0": "Professionals plan alone",
        "plans.1": "They plan together",
        "plans.2": "Civil society plans",
        "produces.0": "Professionals deliver alone",
        "produces.1": "They deliver together",
        "produces.2": "Civil society delivers",
        "cell.0.0": "Traditional professional services",
        "cell.0.1": "Professional services planned with civil society (thin co-creation)",
        "cell.0.2": "No activity",
        "cell.1.0": "Shared delivery of professionally planned services",
        "cell.1.1": "Co-production: thick co-creation",
        "cell.1.2": "Planned outside the professions, delivered with their help",
        "cell.2.0": "Commissions and tenders",
        "cell.2.1": "Delivered outside the professions, planned with their help (thin co-creation)",
        "cell.2.2": "Self-organised services",
    },
)
