"""Questions for a class or a council: guess first, then look. Each sets up one comparison; none holds an answer.

The questions are those that Larvik's and Indre Østfold's councils and the county's leaders discuss (the seeds). What the
model says is computed when somebody looks, and compared with what was guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.state import OWN, Changes, Settings
from experiments.output.texts import Language


@dataclass(frozen=True)
class Question:
    """A question, the guess that it asks for, and the comparison that it sets up (the last paradigm minus the first)."""

    id: str
    outcome: str
    title: tuple[str, str]
    story: tuple[str, str]
    guess: tuple[str, str]
    """What is to be guessed: whether the outcome is higher, lower or about the same."""
    discuss: tuple[str, str]
    paradigms: tuple[str, ...]
    changes: Changes = ()
    base: str = "NPG"
    own: Changes = ()

    def settings(self) -> Settings:
        """Return the settings that the question sets up."""
        return Settings().changed(paradigms=self.paradigms, changes=self.changes, base=self.base, own=self.own)

    def described(self, language: Language) -> dict[str, str]:
        """Return the texts in a language."""
        k = int(language == "nb")
        return {"id": self.id, **{f: getattr(self, f)[k] for f in ("title", "story", "guess", "discuss")}}


QUESTIONS = (
    Question(
        "in-place", "fit",
        ("What must be in place?", "Hva må til?"),
        ("Two towns share power with citizens. In one there is training, facilitation and support of those who take part. In the other the rules are the same, but nobody has got any of that.",
         "To kommuner deler makt med innbyggerne. I den ene er det opplæring, fasilitering og støtte til dem som deltar. I den andre er reglene de samme, men ingen har fått noe av dette."),
        ("Service fit without the training, facilitation and support will be …", "Treffet i tjenestene uten opplæring, fasilitering og støtte blir …"),
        ("Which of the three would you pay for first? What is missing where you live?", "Hvilken av de tre ville dere betalt for først? Hva mangler hos dere?"),
        ("NPG", OWN), own=(("payoff.support", 0.0), ("position.facilitation", 0.0), ("scope.training", 0.0)),
    ),
    Question(
        "politics", "felt_voice",
        ("Which role for politics?", "Hvilken rolle har det politiske?"),
        ("Politicians may sit in the arenas and bind themselves to what comes out, or stay away and decide afterwards.",
         "Politikerne kan sitte i arenaene og binde seg til det som kommer ut, eller holde seg unna og bestemme etterpå."),
        ("When politicians stay away and bind themselves to nothing, citizens' felt voice will be …",
         "Når politikerne holder seg unna og ikke binder seg til noe, blir innbyggernes opplevde stemme …"),
        ("Is a council that has bound itself still responsible? To whom?", "Er et kommunestyre som har bundet seg, fortsatt ansvarlig? Overfor hvem?"),
        ("NPG", OWN), own=(("aggregation.binding", 0.0), ("position.presence", 0.0)),
    ),
    Question(
        "obstacles", "fit",
        ("What are the obstacles?", "Hva er hindringene?"),
        ("Rules can change overnight, roles cannot. Suppose that professionals and politicians are far less open to what lay people know and to sharing power.",
         "Regler kan endres over natten, roller kan det ikke. Sett at fagfolk og politikere er langt mindre åpne for lekfolks kunnskap og for å dele makt."),
        ("Between traditional administration and co-creation, co-creation's service fit will then be …",
         "Mellom tradisjonell forvaltning og samskaping blir samskapingens treff da …"),
        ("Whose role would have to change most where you are? What would make it easier?", "Hvem sin rolle måtte endre seg mest hos dere? Hva ville gjort det lettere?"),
        ("TPA", "NPG"), changes=(("politics.openness", 0.1), ("staff.openness", 0.1)),
    ),
    Question(
        "when-not", "cost_per_met_need_nok",
        ("When not to co-create?", "Når bør man ikke samskape?"),
        ("Suppose that people need what rules and forms handle well: clear rights, known answers, nothing wicked. Nobody's life story is called for.",
         "Sett at folk trenger det regler og skjemaer håndterer godt: klare rettigheter, kjente svar, ingenting gjenstridig. Ingens livshistorie er nødvendig."),
        ("Compared with traditional administration, the cost per met need with co-creation will be …",
         "Sammenlignet med tradisjonell forvaltning blir kostnaden per dekket behov med samskaping …"),
        ("Which of your services are like this? Who decides that they are?", "Hvilke av tjenestene deres er slik? Hvem avgjør at de er det?"),
        ("TPA", "NPG"), changes=(("needs.codified", 5.0), ("needs.cross_sector", 0.0), ("needs.lived", 0.1), ("needs.wickedness", 0.0)),
    ),
    Question(
        "inequality", "participation_parity",
        ("Does co-creation make people less equal?", "Fører samskaping til mer ulikhet?"),
        ("One of the usual objections. Arenas can recruit by lot with quotas and reach out to those who do not come, or simply invite everybody.",
         "En av de vanlige innvendingene. Arenaer kan rekruttere ved loddtrekning med kvoter og oppsøke dem som ikke kommer, eller rett og slett invitere alle."),
        ("With an open invitation and no outreach, equal participation will be …", "Med åpen invitasjon og uten oppsøkende arbeid blir lik deltakelse …"),
        ("Who came to your last open meeting? Who did not?", "Hvem kom på det siste åpne møtet hos dere? Hvem kom ikke?"),
        ("NPG", OWN), own=(("boundary.outreach", 0.0), ("boundary.recruitment", "open")),
    ),
    Question(
        "wholehearted", "trust",
        ("Half-hearted or 100 %?", "Halvhjertet eller 100 %?"),
        ("\u201cUse co-creation only when strictly necessary, but THEN go for it 100 %.\u201d Here thin co-creation, now and then by open call, meets the thick kind.",
         "«Du skal kun benytte deg av samskaping når det er strengt tatt nødvendig, men DA må du gå for det 100 %.» Her møter tynn samskaping, av og til og ved åpen invitasjon, den tykke."),
        ("Compared with the thin kind, trust with thick co-creation will be …", "Sammenlignet med den tynne blir tilliten med tykk samskaping …"),
        ("What did it cost, and whose hours were they? Look at citizen hours.", "Hva kostet det, og hvem sine timer var det? Se på innbyggertimene."),
        ("thin", "NPG"),
    ),
    Question(
        "without", "fit",
        ("What comes of it without the citizens?", "Hva får vi til uten innbyggerne?"),
        ("Plain language, outreach, less paper and more discretion ask nothing of citizens. How much of what co-creation gives is really that?",
         "Klarspråk, oppsøkende arbeid, mindre papir og mer skjønn krever ingenting av innbyggerne. Hvor mye av det samskaping gir, er egentlig dette?"),
        ("Compared with such a responsive administration, service fit with co-creation will be …",
         "Sammenlignet med en slik imøtekommende forvaltning blir treffet med samskaping …"),
        ("Is the rest worth the citizens' hours? Who should answer that?", "Er resten verdt innbyggernes timer? Hvem bør svare på det?"),
        ("responsive", "NPG"),
    ),
)  # fmt: skip
