"""The stated answer for every address: who gets in by which method. The test holds Borealis to it.

``get`` and ``post`` are those who are let in (None: the method does not exist there); ``sees`` are those who
are told that they may not (403), since they see the thing itself. Everyone else finds nothing there (404), or
is led to sign in. An address that is missing here fails the test.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from borealis.people.rules import ROLES

ROLE_VIEWERS = {f"{role}.{relation}" for role in ROLES for relation in ("own", "other", "former")}
RELATED = {
    "self",
    "self.moved",
    "self.finished",
    "colleague",
    "guide.nora",
    "guide.colleague",
    "guide.former",
    "supervisor.nora",
    "delegate.nora",
    "head.dismissed",
    "outsider",
}
SIGNED_OUT = {"nobody", "head.deactivated"}

Audience = frozenset[str]


def those(*names: str) -> Audience:
    return frozenset(names)


KNOWN: Audience = frozenset(ROLE_VIEWERS | RELATED)
EVERYONE: Audience = KNOWN | SIGNED_OUT
NOBODY: Audience = frozenset()

# Of Nora Fjellrype's training.
DEPARTMENT = those(
    "head.own",
    "stand_in.own",
    "training_lead.own",
    "training_coordinator.own",
    "regional_training_centre.own",
)
TRAINING = DEPARTMENT | those("self", "guide.nora")
PLAN = TRAINING | those("research_lead.own")
GOALS = TRAINING | those("supervisor.own", "supervisor.nora", "delegate.own", "delegate.nora")
LEADS = those("head.own", "stand_in.own", "training_lead.own")
WISHES = LEADS | those("self")
APPLIES = LEADS | those("self", "guide.nora")
AGREES = those("self", "head.own", "stand_in.own")
CERTIFIES = LEADS
CALLS = LEADS | those("delegate.own", "delegate.nora")
RECORDS = LEADS | those("self")
READS_PORTFOLIO = CALLS | those("self", "guide.nora", "supervisor.own", "supervisor.nora")
RECOMMENDS = those("guide.nora", "supervisor.own", "supervisor.nora")
DECIDES_HERE = those("head.own", "stand_in.own", "delegate.own", "delegate.nora")

# Of other things.
IN_TRAINING = those("self", "self.moved", "self.finished", "colleague")
SOME_DEPARTMENT = DEPARTMENT
HEAD = those("head.own")
# The demonstration's own people have no password, and so nothing to prove themselves with.
UNPROVEN = those("self", "colleague", "guide.nora", "guide.colleague")
PROVEN = KNOWN - UNPROVEN
APPOINTS = those("head.own", "head.other")
KEEPS_PEOPLE = those("administrator.own", "administrator.other")
KEEPS_GUIDE = those("administrator.own")
AUDITS = those("auditor.own", "auditor.other")
GUIDES = those("guide.own", "guide.other", "guide.nora", "guide.colleague", "guide.former")
CAPACITY = those(
    "training_coordinator.own",
    "training_coordinator.other",
    "regional_training_centre.own",
    "regional_training_centre.other",
)
SUPERVISES = those("supervisor.own", "supervisor.other", "supervisor.nora")
BRINGS_IN = those(
    "head.own",
    "head.other",
    "stand_in.own",
    "stand_in.other",
    "training_lead.own",
    "training_lead.other",
)
DECIDES = those(
    "head.own",
    "head.other",
    "stand_in.own",
    "stand_in.other",
    "delegate.own",
    "delegate.other",
    "delegate.nora",
)
RESEARCH = those("research_lead.own", "research_lead.other")
KEEPS_ROSTER = those("head.own", "stand_in.own", "training_lead.own", "training_coordinator.own")
KEEPS_SOME_ROSTER = KEEPS_ROSTER | those(
    "head.other", "stand_in.other", "training_lead.other", "training_coordinator.other"
)
WORKS_HERE = KEEPS_ROSTER | those(
    "trainee.own",
    "guide.own",
    "supervisor.own",
    "delegate.own",
    "guide.nora",
    "guide.colleague",
    "guide.former",
    "self",
    "colleague",
)
FOLLOWS = KEEPS_SOME_ROSTER | CAPACITY
KEEPS_COURSE = those("regional_training_centre.own")
ASSESSES = those("guide.nora", "supervisor.own", "supervisor.nora")
TALKS = those("self", "guide.nora")
# Nora's improvement work, with her guide in neither of its roles.
WORKS_ON = LEADS | those("self")
SEES_PROJECT = DEPARTMENT | those("self", "guide.nora")
BEGINS = BRINGS_IN | those("self", "self.moved", "colleague")
TRAINS_HERE = those("self", "colleague")
AGREES_ON_ROUND = those("self", "guide.nora")

SELF = those("self")
DOCTORATE = LEADS | those("self", "guide.nora", "research_lead.own")
CONFIRMS = those("head.own", "stand_in.own")
SEES_RESEARCH = frozenset(
    {f"{role}.own" for role in ROLES if role not in ("auditor", "administrator")}
    | {"guide.nora", "guide.colleague", "guide.former", "self", "colleague"}
)
SEES_SOME_RESEARCH = SEES_RESEARCH | {
    f"{role}.other" for role in ROLES if role not in ("auditor", "administrator")
}
SEES_CALLS = SEES_SOME_RESEARCH
MAKES_PROJECTS = LEADS | those(
    "research_lead.own",
    "guide.own",
    "supervisor.own",
    "delegate.own",
    "guide.nora",
    "guide.colleague",
    "guide.former",
)
LEADS_PROJECT = LEADS | those("research_lead.own", "guide.nora", "guide.colleague")
LEADS_OPEN = LEADS | those("research_lead.own", "guide.colleague")
KEEPS_CALLS = those("training_coordinator.own", "research_lead.own", "regional_training_centre.own")
KEEPS_SOME_CALLS = KEEPS_CALLS | those(
    "training_coordinator.other", "research_lead.other", "regional_training_centre.other"
)


@dataclass(frozen=True)
class Answer:
    """Who is let in at an address. ``keys`` fill its parameters, by the names that the world gives them."""

    get: Audience | None
    post: Audience | None = None
    sees: Audience = NOBODY
    keys: dict[str, str | int] = field(default_factory=dict)


ANSWERS: dict[str, Answer] = {
    # shell
    "tilgjengelighet/": Answer(EVERYONE),
    "personvern/": Answer(EVERYONE),
    "om-tallene/": Answer(EVERYONE),
    "app.webmanifest": Answer(EVERYONE),
    "stil/": Answer(EVERYONE),
    "stil/skjema/": Answer(EVERYONE, EVERYONE),
    "utseende/": Answer(None, EVERYONE),
    "sprak/": Answer(None, EVERYONE),
    # demonstration
    "": Answer(EVERYONE),
    "demo/som/": Answer(None, EVERYONE, keys={"form": "person"}),
    "demo/ut/": Answer(None, EVERYONE),
    # signing in
    "logg-inn/": Answer(EVERYONE, EVERYONE),
    "logg-inn/passnokkel/": Answer(EVERYONE, EVERYONE),
    "logg-inn/kode/": Answer(EVERYONE, EVERYONE),
    "logg-inn/stengt/": Answer(EVERYONE),
    "logg-ut/": Answer(EVERYONE, EVERYONE),
    "glemt-passord/": Answer(EVERYONE, EVERYONE),
    "glemt-passord/sendt/": Answer(EVERYONE),
    "^glemt-passord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Answer(
        EVERYONE, EVERYONE, keys={"address": "glemt-passord/1-abc/"}
    ),
    "glemt-passord/ferdig/": Answer(EVERYONE),
    "invitasjon/": Answer(EVERYONE, EVERYONE),
    "invitasjon/<str:word>/": Answer(EVERYONE, keys={"word": "ukjent"}),
    "logg-inn/med/<slug:provider>/": Answer(None, NOBODY, keys={"provider": "ukjent"}),
    "logg-inn/med/<slug:provider>/svar/": Answer(NOBODY, keys={"provider": "ukjent"}),
    # one's own account
    "meg/": Answer(KNOWN),
    "meg/bekreft/": Answer(PROVEN, PROVEN, sees=UNPROVEN),
    "meg/bekreft/kode/": Answer(PROVEN, PROVEN, sees=UNPROVEN),
    "meg/bekreft/passnokkel/": Answer(PROVEN, PROVEN, sees=UNPROVEN),
    "meg/passord/": Answer(KNOWN, KNOWN),
    "meg/passord/nytt/": Answer(KNOWN, KNOWN),
    "meg/nokler/": Answer(KNOWN),
    "meg/nokler/ny/": Answer(KNOWN, KNOWN),
    "meg/nokler/<int:pk>/navn/": Answer(KNOWN, KNOWN, keys={"pk": 987654}),
    "meg/nokler/<int:pk>/fjern/": Answer(KNOWN, KNOWN, keys={"pk": 987654}),
    "meg/engangskode/": Answer(KNOWN, KNOWN),
    "meg/engangskode/av/": Answer(KNOWN, KNOWN),
    "meg/reservekoder/": Answer(KNOWN),
    "meg/reservekoder/nye/": Answer(KNOWN, KNOWN),
    "meg/okter/": Answer(KNOWN, KNOWN),
    "meg/innlogginger/": Answer(KNOWN),
    "meg/tilknytninger/": Answer(KNOWN),
    "meg/tilknytninger/<slug:provider>/knytt/": Answer(None, NOBODY, keys={"provider": "ukjent"}),
    "meg/tilknytninger/<slug:provider>/fjern/": Answer(None, NOBODY, keys={"provider": "ukjent"}),
    "meg/kalender/": Answer(KNOWN, KNOWN),
    "meg/kalender/adresse/": Answer(None, KNOWN),
    "meg/kalender/avslutt/": Answer(None, KNOWN),
    "kalender/<str:word>/borealis.ics": Answer(NOBODY, keys={"word": "ukjent"}),
    "meg/personvern/": Answer(KNOWN),
    "meg/personvern/last-ned/": Answer(None, KNOWN),
    "meg/innsyn/": Answer(KNOWN),
    "meg/tidligere/": Answer(KNOWN),
    # the record
    "revisor/": Answer(AUDITS),
    "revisor/hendelser.csv": Answer(AUDITS),
    # personnel
    "roller/": Answer(EVERYONE),
    "drift/personer/": Answer(KEEPS_PEOPLE),
    "drift/personer/ny/": Answer(KEEPS_PEOPLE, KEEPS_PEOPLE),
    "drift/personer/<int:person>/": Answer(KEEPS_GUIDE),
    "drift/personer/<int:person>/rett/": Answer(KEEPS_GUIDE, KEEPS_GUIDE),
    "drift/personer/<int:person>/rolle/": Answer(KEEPS_GUIDE, KEEPS_GUIDE),
    "drift/personer/<int:person>/stilling/": Answer(KEEPS_GUIDE, KEEPS_GUIDE),
    "drift/personer/<int:person>/godkjenning/": Answer(KEEPS_GUIDE, KEEPS_GUIDE),
    "drift/personer/<int:person>/konto/": Answer(None, KEEPS_GUIDE),
    "drift/personer/<int:person>/inviter/": Answer(None, KEEPS_GUIDE),
    "drift/stillinger/<int:post>/": Answer(KEEPS_GUIDE, KEEPS_GUIDE),
    "drift/roller/<int:assignment>/": Answer(HEAD, HEAD, sees=KEEPS_GUIDE),
    "drift/innhenting/": Answer(KEEPS_PEOPLE, KEEPS_PEOPLE),
    "drift/innhenting/<int:number>/": Answer(NOBODY, NOBODY, keys={"number": 987654}),
    "drift/innhenting/<int:number>/angre/": Answer(None, NOBODY, keys={"number": 987654}),
    "drift/nokler/": Answer(KEEPS_PEOPLE, KEEPS_PEOPLE),
    "drift/nokler/<int:key>/trekk-tilbake/": Answer(None, NOBODY, keys={"key": 987654}),
    "leder/roller/": Answer(APPOINTS),
    "leder/roller/ny/": Answer(APPOINTS, APPOINTS),
    "leder/roller/<int:assignment>/": Answer(HEAD, HEAD),
    # curriculum and programmes
    "spesialiteter/": Answer(EVERYONE),
    "spesialiteter/<prefix:code>/": Answer(EVERYONE, keys={"code": "NUK"}),
    "program/": Answer(EVERYONE),
    "program/<slug:code>/": Answer(EVERYONE),
    "program/<slug:code>/pdf/": Answer(EVERYONE),
    "leder/dekning/": Answer(SOME_DEPARTMENT),
    "leder/tid/": Answer(SOME_DEPARTMENT),
    "leder/dekning/<slug:code>/": Answer(DEPARTMENT),
    "leder/program/": Answer(DEPARTMENT),
    "leder/program/<slug:code>/": Answer(LEADS, LEADS, sees=DEPARTMENT),
    "leder/program/<slug:code>/<int:number>/": Answer(DEPARTMENT),
    "leder/program/<slug:code>/<int:number>/gjenopprett/": Answer(None, LEADS, sees=DEPARTMENT),
    # trainees
    "lis/maal/": Answer(IN_TRAINING),
    "lis/maal/<int:trainee>/": Answer(GOALS),
    "lis/tjeneste/": Answer(IN_TRAINING),
    "lis/tjeneste/<int:trainee>/": Answer(TRAINING),
    "lis/tjeneste/<int:trainee>/ny/<slug:kind>/": Answer(
        LEADS, LEADS, sees=TRAINING, keys={"kind": "tjeneste"}
    ),
    "lis/tjeneste/<int:trainee>/bekreft/<int:pk>/": Answer(
        LEADS, LEADS, sees=TRAINING, keys={"pk": "claimed"}
    ),
    "lis/tjeneste/<int:trainee>/trekk/<int:pk>/": Answer(
        None, LEADS, sees=TRAINING, keys={"pk": "confirmed"}
    ),
    "lis/tjeneste/<int:trainee>/slutt/<int:pk>/": Answer(
        LEADS, LEADS, sees=TRAINING, keys={"pk": "employment"}
    ),
    "lis/tjeneste/<int:trainee>/angre/<slug:entry>/<int:pk>/": Answer(
        None, LEADS, sees=TRAINING, keys={"entry": "goal", "pk": "goal_status"}
    ),
    "lis/onsker/<int:trainee>/": Answer(TRAINING, WISHES, sees=TRAINING),
    "lis/onsker/<int:trainee>/fjern/<int:pk>/": Answer(None, WISHES, sees=TRAINING, keys={"pk": "wish"}),
    # certificates of service
    "lis/attester/<int:trainee>/": Answer(CERTIFIES | those("self", "guide.nora")),
    "lis/attester/<int:trainee>/ny/<int:pk>/": Answer(
        None, CERTIFIES, sees=those("self", "guide.nora"), keys={"pk": "claimed"}
    ),
    "lis/attester/<int:trainee>/<int:pk>/": Answer(
        CERTIFIES | those("self", "guide.nora"), keys={"pk": "certificate"}
    ),
    "lis/attester/<int:trainee>/<int:pk>/attest.pdf": Answer(
        CERTIFIES | those("self", "guide.nora"), keys={"pk": "certificate"}
    ),
    "lis/attester/<int:trainee>/<int:pk>/skriv/": Answer(
        CERTIFIES, CERTIFIES, sees=those("self", "guide.nora"), keys={"pk": "certificate"}
    ),
    "lis/attester/<int:trainee>/<int:pk>/signer/": Answer(
        None,
        those("head.own", "stand_in.own", "guide.nora"),
        sees=those("self", "training_lead.own"),
        keys={"pk": "certificate"},
    ),
    "lis/attester/<int:trainee>/<int:pk>/apne/": Answer(
        None, CERTIFIES, sees=those("self", "guide.nora"), keys={"pk": "certificate"}
    ),
    "lis/attester/<int:trainee>/<int:pk>/legg-bort/": Answer(
        None, CERTIFIES, sees=those("self", "guide.nora"), keys={"pk": "certificate"}
    ),
    "lis/attester/<int:trainee>/<int:pk>/erstatt/": Answer(
        CERTIFIES, CERTIFIES, sees=those("self", "guide.nora"), keys={"pk": "certified"}
    ),
    "lis/siden/<int:trainee>/": Answer(READS_PORTFOLIO),
    "lis/tid/": Answer(IN_TRAINING),
    "lis/tid/<int:trainee>/": Answer(TRAINING),
    "leder/tid/<slug:code>/": Answer(DEPARTMENT),
    # guidance: nobody but the two opens a talk, whatever the role
    "lis/veiledning/": Answer(IN_TRAINING),
    "lis/veiledning/<int:trainee>/": Answer(TRAINING, TALKS, sees=TRAINING - TALKS),
    "veileder/veiledning/": Answer(GUIDES),
    "leder/veiledning/": Answer(BRINGS_IN),
    "leder/veiledning/plasser/": Answer(None, BRINGS_IN),
    "lis/veiledning/<int:trainee>/finn/": Answer(None, TALKS, sees=TRAINING - TALKS),
    "leder/veiledning/gruppe/": Answer(BRINGS_IN, BRINGS_IN),
    "leder/veiledning/gruppe/sjekk/": Answer(BRINGS_IN),
    "lis/veiledning/<int:trainee>/sjekk/": Answer(TALKS, sees=TRAINING - TALKS),
    "veiledning/<int:pk>/sjekk/": Answer(TALKS, keys={"pk": "talk"}),
    "veiledning/<int:pk>/": Answer(TALKS, keys={"pk": "talk"}),
    "veiledning/<int:pk>/ferdigstill/": Answer(
        those("guide.nora"), those("guide.nora"), sees=those("self"), keys={"pk": "talk"}
    ),
    "veiledning/<int:pk>/punkt/<int:point>/lukk/": Answer(
        None, TALKS, keys={"pk": "talk", "point": "talk_point"}
    ),
    **{
        f"veiledning/<int:pk>/{act}/": Answer(None, TALKS, keys={"pk": "talk"})
        for act in ("skriv", "punkt", "godta", "flytt", "falt-bort", "gi-videre")
    },
    # portfolio: panels and conversions
    "leder/kollegium/<int:trainee>/": Answer(CALLS, CALLS, sees=READS_PORTFOLIO),
    "leder/kollegium/<int:trainee>/<int:pk>/": Answer(
        CALLS | those("supervisor.nora"), CALLS | those("supervisor.nora"), keys={"pk": "panel_open"}
    ),
    "leder/kollegium/<int:trainee>/<int:pk>/konkluder/": Answer(
        CALLS, CALLS, sees=those("supervisor.nora"), keys={"pk": "panel_open"}
    ),
    "leder/kollegium/<int:trainee>/<int:pk>/informert/": Answer(
        None, CALLS, sees=those("self", "guide.nora"), keys={"pk": "panel_done"}
    ),
    "lis/kollegium/<int:trainee>/": Answer(READS_PORTFOLIO),
    "lis/kollegium/<int:trainee>/<int:pk>/": Answer(
        CALLS | those("self", "guide.nora"), keys={"pk": "panel_done"}
    ),
    "leder/overgang/<int:trainee>/": Answer(CALLS, CALLS, sees=READS_PORTFOLIO),
    "leder/overgang/<int:trainee>/<int:pk>/": Answer(CALLS, sees=READS_PORTFOLIO, keys={"pk": "conversion"}),
    "leder/overgang/<int:trainee>/<int:pk>/maal/<int:goal>/": Answer(
        CALLS, CALLS, sees=READS_PORTFOLIO, keys={"pk": "conversion", "goal": "newer_goal"}
    ),
    "leder/overgang/<int:trainee>/<int:pk>/avgjor/": Answer(
        None, CALLS - those("training_lead.own"), sees=READS_PORTFOLIO, keys={"pk": "conversion"}
    ),
    "leder/overgang/<int:trainee>/<int:pk>/legg-bort/": Answer(
        None, CALLS, sees=READS_PORTFOLIO, keys={"pk": "conversion"}
    ),
    "lis/overgang/<int:trainee>/": Answer(READS_PORTFOLIO),
    # portfolio: goals
    "lis/maal/<int:trainee>/send/": Answer(those("self"), those("self"), sees=READS_PORTFOLIO),
    "lis/maal/<int:trainee>/<int:goal>/": Answer(READS_PORTFOLIO, keys={"goal": "sent_goal"}),
    "lis/maal/<int:trainee>/<int:goal>/begynn/": Answer(
        None, those("self"), sees=READS_PORTFOLIO, keys={"goal": "sent_goal"}
    ),
    "lis/maal/<int:trainee>/<int:goal>/trekk/": Answer(
        None, those("self"), sees=READS_PORTFOLIO, keys={"goal": "sent_goal"}
    ),
    "lis/maal/<int:trainee>/<int:goal>/ny-vurdering/": Answer(
        those("self"), those("self"), sees=READS_PORTFOLIO, keys={"goal": "sent_goal"}
    ),
    "lis/maal/<int:trainee>/<int:goal>/anbefal/": Answer(
        None, RECOMMENDS, sees=READS_PORTFOLIO, keys={"goal": "sent_goal"}
    ),
    "lis/maal/<int:trainee>/<int:goal>/anbefaling/<int:pk>/trekk/": Answer(
        None, those("guide.nora"), keys={"goal": "sent_goal", "pk": "recommendation"}
    ),
    "veileder/maal/": Answer(GUIDES),
    "supervisor/maal/": Answer(SUPERVISES),
    "leder/maal/venter/": Answer(DECIDES),
    "leder/maal/<int:trainee>/samlet/": Answer(DECIDES_HERE, DECIDES_HERE, sees=READS_PORTFOLIO),
    "leder/maal/<int:trainee>/<int:goal>/": Answer(
        DECIDES_HERE,
        DECIDES_HERE,
        sees=READS_PORTFOLIO,
        keys={"goal": "sent_goal", "form": "submission"},
    ),
    "leder/maal/<int:trainee>/<int:goal>/trekk/": Answer(
        None, DECIDES_HERE, sees=READS_PORTFOLIO, keys={"goal": "sent_goal"}
    ),
    # plans
    "lis/plan/": Answer(IN_TRAINING),
    "lis/plan/<int:trainee>/": Answer(PLAN),
    "lis/plan/<int:trainee>/signer/": Answer(None, AGREES, sees=PLAN),
    "lis/plan/<int:trainee>/plan.pdf": Answer(PLAN),
    "lis/plan/<int:trainee>/plan.ics": Answer(PLAN),
    "lis/plan/<int:trainee>/versjon/<int:number>/": Answer(PLAN),
    "lis/plan/<int:trainee>/sammenlign/": Answer(PLAN),
    "leder/planer/": Answer(SOME_DEPARTMENT),
    "leder/planer/<slug:code>/": Answer(DEPARTMENT),
    "leder/planer/<slug:code>/nytt/": Answer(None, LEADS, sees=DEPARTMENT),
    "leder/planer/<slug:code>/hva-om/": Answer(LEADS, LEADS, sees=DEPARTMENT),
    "leder/planer/<slug:code>/utsikter/": Answer(LEADS, sees=DEPARTMENT),
    "leder/planer/<slug:code>/ventede/": Answer(LEADS, LEADS, sees=DEPARTMENT),
    "leder/planer/<slug:code>/ventede/<int:pk>/": Answer(
        LEADS, LEADS, sees=DEPARTMENT, keys={"pk": "expected"}
    ),
    "leder/planer/<slug:code>/ventede/<int:pk>/fjern/": Answer(
        LEADS, LEADS, sees=DEPARTMENT, keys={"pk": "expected"}
    ),
    "leder/planer/forslag/<int:pk>/": Answer(LEADS, keys={"pk": "proposal"}),
    "leder/planer/forslag/<int:pk>/godta/": Answer(None, LEADS, keys={"pk": "proposal"}),
    "leder/planer/forslag/<int:pk>/behold/": Answer(None, LEADS, keys={"pk": "proposal"}),
    # rosters
    "uke/": Answer(KNOWN),
    "uke/<int:person>/": Answer(KEEPS_ROSTER | those("self", "guide.nora"), keys={"person": "nora_person"}),
    # courses: the catalogue is open to all who are signed in; the region's centre keeps this one
    "kurs/": Answer(KNOWN),
    "kurs/om/<slug:code>/": Answer(KNOWN, keys={"code": "course"}),
    "kurs/dato/<int:pk>/onsk/": Answer(
        None, those("self", "self.moved", "colleague"), sees=KNOWN, keys={"pk": "course_date"}
    ),
    "kurs/pamelding/<int:pk>/": Answer(TRAINING, keys={"pk": "registration"}),
    "kurs/pamelding/<int:pk>/fri/": Answer(
        None, those("head.own", "stand_in.own"), sees=TRAINING, keys={"pk": "registration"}
    ),
    "kurs/pamelding/<int:pk>/sok/": Answer(None, those("self"), sees=TRAINING, keys={"pk": "registration"}),
    "kurs/pamelding/<int:pk>/trekk/": Answer(None, those("self"), sees=TRAINING, keys={"pk": "registration"}),
    "kurs/pamelding/<int:pk>/bevis/": Answer(None, those("self"), sees=TRAINING, keys={"pk": "registration"}),
    "kurs/onsker/": Answer(FOLLOWS),
    "kurs/fri/": Answer(KEEPS_SOME_ROSTER),
    "kurs/opptak/<int:pk>/": Answer(KEEPS_COURSE, KEEPS_COURSE, sees=KNOWN, keys={"pk": "course_date"}),
    "kurs/katalog/": Answer(CAPACITY),
    "kurs/katalog/ny/": Answer(CAPACITY, CAPACITY),
    "kurs/katalog/hent/": Answer(CAPACITY, CAPACITY),
    "kurs/katalog/hent/<int:pk>/angre/": Answer(None, KEEPS_COURSE, keys={"pk": "course_import"}),
    "kurs/katalog/kurs/<slug:code>/": Answer(KEEPS_COURSE, KEEPS_COURSE, sees=KNOWN, keys={"code": "course"}),
    "kurs/katalog/kurs/<slug:code>/ut/": Answer(None, KEEPS_COURSE, sees=KNOWN, keys={"code": "course"}),
    "kurs/katalog/kurs/<slug:code>/dato/": Answer(
        KEEPS_COURSE, KEEPS_COURSE, sees=KNOWN, keys={"code": "course"}
    ),
    "kurs/katalog/dato/<int:pk>/": Answer(KEEPS_COURSE, KEEPS_COURSE, sees=KNOWN, keys={"pk": "course_date"}),
    "kurs/katalog/dato/<int:pk>/avlys/": Answer(None, KEEPS_COURSE, sees=KNOWN, keys={"pk": "course_date"}),
    # teaching: who works at a unit that takes part sees it, who keeps the owner's roster keeps it
    "lis/undervisning/<int:trainee>/plan/": Answer(PLAN),
    "lis/undervisning/<int:trainee>/maal/<int:goal>/": Answer(READS_PORTFOLIO, keys={"goal": "sent_goal"}),
    "undervisning/": Answer(KNOWN),
    "undervisning/ny/": Answer(KEEPS_SOME_ROSTER, KEEPS_SOME_ROSTER),
    "undervisning/kode/": Answer(None, KNOWN),
    "undervisning/kode/<slug:code>/": Answer(KNOWN, KNOWN, keys={"code": "ABC234"}),
    "undervisning/kalender/<str:word>.ics": Answer(EVERYONE, keys={"word": "partner_word"}),
    "undervisning/serie/<slug:code>/": Answer(WORKS_HERE, keys={"code": "series"}),
    "undervisning/serie/<slug:code>/fordel/": Answer(
        None, KEEPS_ROSTER, sees=WORKS_HERE, keys={"code": "series"}
    ),
    "undervisning/serie/<slug:code>/oppsett/": Answer(
        KEEPS_ROSTER, KEEPS_ROSTER, sees=WORKS_HERE, keys={"code": "series"}
    ),
    "undervisning/serie/<slug:code>/enhet/<int:host>/": Answer(
        KEEPS_ROSTER, KEEPS_ROSTER, sees=WORKS_HERE, keys={"code": "series", "host": "partner"}
    ),
    "undervisning/time/<int:pk>/": Answer(WORKS_HERE, keys={"pk": "session"}),
    "undervisning/time/<int:pk>/materiale/": Answer(
        None, KEEPS_ROSTER, sees=WORKS_HERE, keys={"pk": "session"}
    ),
    "undervisning/time/<int:pk>/hvem/": Answer(None, KEEPS_ROSTER, sees=WORKS_HERE, keys={"pk": "session"}),
    "undervisning/time/<int:pk>/vert-kan-ikke/": Answer(
        None, KEEPS_ROSTER, sees=WORKS_HERE, keys={"pk": "session"}
    ),
    "undervisning/time/<int:pk>/apne/": Answer(None, KEEPS_ROSTER, sees=WORKS_HERE, keys={"pk": "session"}),
    "undervisning/time/<int:pk>/holdt/": Answer(None, KEEPS_ROSTER, sees=WORKS_HERE, keys={"pk": "session"}),
    "undervisning/time/<int:pk>/avlys/": Answer(None, KEEPS_ROSTER, sees=WORKS_HERE, keys={"pk": "session"}),
    "undervisning/time/<int:pk>/vurder/": Answer(None, WORKS_HERE, keys={"pk": "session"}),
    "vaktplan/": Answer(WORKS_HERE),
    "vaktplan/<slug:code>/": Answer(WORKS_HERE, keys={"code": "unn-pet"}),
    "vaktplan/<slug:code>/uke/": Answer(WORKS_HERE, keys={"code": "unn-pet"}),
    "tjenesteplaner/": Answer(KEEPS_SOME_ROSTER),
    "vaktplan/<slug:code>/hent/": Answer(KEEPS_ROSTER, KEEPS_ROSTER, keys={"code": "unn-pet"}),
    "vaktplan/<slug:code>/hent/<int:pk>/": Answer(
        KEEPS_ROSTER, KEEPS_ROSTER, keys={"code": "unn-pet", "pk": "roster_import"}
    ),
    "vaktplan/<slug:code>/hent/<int:pk>/bruk/": Answer(
        None, KEEPS_ROSTER, keys={"code": "unn-pet", "pk": "roster_import"}
    ),
    "vaktplan/<slug:code>/hent/<int:pk>/legg-bort/": Answer(
        None, KEEPS_ROSTER, keys={"code": "unn-pet", "pk": "roster_import"}
    ),
    "vaktplan/<slug:code>/hent/<int:pk>/angre/": Answer(
        None, KEEPS_ROSTER, keys={"code": "unn-pet", "pk": "roster_import"}
    ),
    "vaktplan/<slug:code>/fredet/": Answer(KEEPS_ROSTER, keys={"code": "unn-pet"}),
    "vaktplan/<slug:code>/fredet/fil/": Answer(KEEPS_ROSTER, keys={"code": "unn-pet"}),
    "vaktplan/<slug:code>/fravaer/": Answer(KEEPS_ROSTER, keys={"code": "unn-pet"}),
    "vaktplan/<slug:code>/fravaer/<int:trainee>/": Answer(
        None, LEADS, sees=those("training_coordinator.own"), keys={"code": "unn-pet"}
    ),
    # portfolio: activities
    "lis/mappe/": Answer(IN_TRAINING),
    "lis/mappe/<int:trainee>/": Answer(READS_PORTFOLIO),
    "lis/mappe/<int:trainee>/ny/": Answer(RECORDS, RECORDS, sees=READS_PORTFOLIO),
    "lis/mappe/<int:trainee>/flere/": Answer(RECORDS, RECORDS, sees=READS_PORTFOLIO),
    "lis/mappe/<int:trainee>/hent/": Answer(RECORDS, RECORDS, sees=READS_PORTFOLIO),
    "lis/mappe/<int:trainee>/hent/<int:pk>/angre/": Answer(
        None, RECORDS, sees=READS_PORTFOLIO, keys={"pk": "activity_import"}
    ),
    "lis/mappe/<int:trainee>/<int:pk>/": Answer(READS_PORTFOLIO, keys={"pk": "activity"}),
    "lis/mappe/<int:trainee>/<int:pk>/endre/": Answer(
        RECORDS, RECORDS, sees=READS_PORTFOLIO, keys={"pk": "activity"}
    ),
    "lis/mappe/<int:trainee>/<int:pk>/trekk/": Answer(
        None, RECORDS, sees=READS_PORTFOLIO, keys={"pk": "activity"}
    ),
    "lis/mappe/<int:trainee>/<int:pk>/fil/": Answer(
        None, RECORDS, sees=READS_PORTFOLIO, keys={"pk": "activity"}
    ),
    "lis/mappe/<int:trainee>/<int:pk>/fil/<int:file>/": Answer(
        READS_PORTFOLIO, keys={"pk": "activity", "file": "activity_file"}
    ),
    # portfolio: signing
    "s/<str:word>/": Answer(EVERYONE, keys={"word": "ukjent"}),
    "signer/<int:ask>/": Answer(
        those("supervisor.nora"), those("supervisor.nora"), keys={"ask": "signature_ask"}
    ),
    "signer/<int:ask>/svar/<slug:what>/": Answer(
        those("supervisor.nora"),
        those("supervisor.nora"),
        keys={"ask": "signature_ask", "what": "returner"},
    ),
    "signer/<int:ask>/kvittering/": Answer(
        those("supervisor.nora"), those("supervisor.nora"), keys={"ask": "signature_ask"}
    ),
    "signer/<int:ask>/angre/": Answer(None, those("supervisor.nora"), keys={"ask": "signature_ask"}),
    "signer/<int:ask>/ny-lenke/": Answer(None, those("supervisor.nora"), keys={"ask": "signature_ask"}),
    "signer/<int:ask>/fortsett/": Answer(None, those("supervisor.nora"), keys={"ask": "signature_ask"}),
    "signering/": Answer(KNOWN, KNOWN),
    "signering/angre/": Answer(None, KNOWN),
    "lis/signering/": Answer(IN_TRAINING),
    "lis/signering/<int:trainee>/": Answer(READS_PORTFOLIO),
    "lis/signering/<int:trainee>/be/": Answer(RECORDS, RECORDS, sees=READS_PORTFOLIO),
    "lis/signering/<int:trainee>/be-en-annen/<int:ask>/": Answer(
        RECORDS, RECORDS, sees=READS_PORTFOLIO, keys={"ask": "signature_ask"}
    ),
    "lis/signering/<int:trainee>/trekk/<int:ask>/": Answer(
        None, RECORDS, sees=READS_PORTFOLIO, keys={"ask": "signature_ask"}
    ),
    # portfolio: assessment
    "lis/vurderinger/": Answer(IN_TRAINING),
    "lis/vurderinger/<int:trainee>/": Answer(READS_PORTFOLIO),
    "lis/vurderinger/<int:trainee>/<int:pk>/": Answer(READS_PORTFOLIO, keys={"pk": "assessment"}),
    "lis/vurderinger/<int:trainee>/<int:pk>/rett/": Answer(
        those("supervisor.nora"), those("supervisor.nora"), keys={"pk": "assessment"}
    ),
    "lis/vurderinger/<int:trainee>/gi/": Answer(ASSESSES, sees=READS_PORTFOLIO),
    "lis/vurderinger/<int:trainee>/gi/<slug:kind>/": Answer(
        ASSESSES, ASSESSES, sees=READS_PORTFOLIO, keys={"kind": "mini-cex"}
    ),
    "lis/vurderinger/<int:trainee>/be/": Answer(
        ASSESSES | those("self"), ASSESSES | those("self"), sees=READS_PORTFOLIO
    ),
    "lis/vurderinger/<int:trainee>/be/<int:pk>/trekk/": Answer(
        None, those("self"), sees=READS_PORTFOLIO - ASSESSES, keys={"pk": "assessment_ask"}
    ),
    "lis/vurderinger/<int:trainee>/runder/": Answer(AGREES_ON_ROUND, AGREES_ON_ROUND),
    "lis/vurderinger/<int:trainee>/runder/<int:pk>/": Answer(
        AGREES_ON_ROUND, AGREES_ON_ROUND, keys={"pk": "round"}
    ),
    "lis/vurderinger/<int:trainee>/runder/<int:pk>/fjern/<int:invitee>/": Answer(
        None, AGREES_ON_ROUND, keys={"pk": "round"}
    ),
    "lis/vurderinger/<int:trainee>/runder/<int:pk>/enig/": Answer(
        None, AGREES_ON_ROUND, keys={"pk": "round"}
    ),
    "lis/vurderinger/<int:trainee>/runder/<int:pk>/legg-bort/": Answer(
        None, AGREES_ON_ROUND, keys={"pk": "round"}
    ),
    "meg/vurderinger/": Answer(KNOWN),
    "meg/vurderinger/<int:pk>/": Answer(
        those("supervisor.nora"), those("supervisor.nora"), keys={"pk": "assessment_ask"}
    ),
    "meg/vurderinger/<int:pk>/nei/": Answer(None, those("supervisor.nora"), keys={"pk": "assessment_ask"}),
    "vurder/<str:word>/": Answer(EVERYONE, EVERYONE, keys={"word": "ukjent"}),
    # improvement work and the common goals
    "lis/forbedring/": Answer(IN_TRAINING),
    "leder/forbedring/": Answer(BRINGS_IN),
    "lis/felles/": Answer(IN_TRAINING),
    "lis/felles/<int:trainee>/": Answer(GOALS),
    "leder/felles/": Answer(BRINGS_IN),
    "lis/prosjektoppgave/<int:trainee>/": Answer(
        those("self"), those("self"), sees=READS_PORTFOLIO - those("self")
    ),
    "prosjektoppgave/<int:pk>/": Answer(LEADS | those("self"), LEADS | those("self"), keys={"pk": "paper"}),
    "forbedring/ny/": Answer(BEGINS, BEGINS),
    "forbedring/<int:project>/": Answer(SEES_PROJECT),
    "forbedring/<int:project>/rett/": Answer(WORKS_ON, WORKS_ON, sees=SEES_PROJECT - WORKS_ON),
    "forbedring/<int:project>/steg/": Answer(None, WORKS_ON, sees=SEES_PROJECT - WORKS_ON),
    "forbedring/<int:project>/utproving/": Answer(WORKS_ON, WORKS_ON, sees=SEES_PROJECT - WORKS_ON),
    "forbedring/<int:project>/utproving/<int:pk>/": Answer(
        WORKS_ON, WORKS_ON, sees=SEES_PROJECT - WORKS_ON, keys={"pk": "test_of_change"}
    ),
    "forbedring/<int:project>/maling/": Answer(WORKS_ON, WORKS_ON, sees=SEES_PROJECT - WORKS_ON),
    "forbedring/<int:project>/maling/<int:pk>/": Answer(
        SEES_PROJECT, WORKS_ON, sees=SEES_PROJECT - WORKS_ON, keys={"pk": "measure"}
    ),
    "forbedring/<int:project>/maling/<int:pk>/grense/": Answer(
        None, WORKS_ON, sees=SEES_PROJECT - WORKS_ON, keys={"pk": "measure"}
    ),
    "forbedring/<int:project>/maling/<int:pk>/hent/": Answer(
        WORKS_ON, WORKS_ON, sees=SEES_PROJECT - WORKS_ON, keys={"pk": "measure"}
    ),
    "forbedring/<int:project>/maling/<int:pk>/<int:value>/fjern/": Answer(
        None, WORKS_ON, sees=SEES_PROJECT - WORKS_ON, keys={"pk": "measure", "value": "measured"}
    ),
    # evaluation
    "lis/evaluering/": Answer(IN_TRAINING),
    "leder/evaluering/": Answer(BRINGS_IN, BRINGS_IN),
    "evaluering/<int:pk>/": Answer(LEADS | TRAINS_HERE, LEADS, sees=TRAINS_HERE, keys={"pk": "survey"}),
    "evaluering/<int:pk>/tiltak/<int:measure>/": Answer(
        None, LEADS, sees=TRAINS_HERE, keys={"pk": "survey", "measure": "survey_measure"}
    ),
    "evaluering/svar/<str:word>/": Answer(EVERYONE, EVERYONE, keys={"word": "ukjent"}),
    "svar-uten-navn/<str:word>/": Answer(EVERYONE, EVERYONE, keys={"word": "ukjent"}),
    "leder/vurderinger/": Answer(DECIDES - those("delegate.nora")),
    # portfolio: offline
    "sw.js": Answer(EVERYONE),
    "frakoblet/<slug:code>/": Answer(EVERYONE),
    "lis/ko/": Answer(EVERYONE),
    # portfolio: dossier
    "lis/soknad/<int:trainee>/": Answer(APPLIES),
    "lis/soknad/<int:trainee>/last-ned/": Answer(None, APPLIES),
    "lis/soknad/<int:trainee>/maal-fra-fil/": Answer(LEADS, LEADS, sees=APPLIES),
    "kontroller/": Answer(EVERYONE, EVERYONE),
    "leder/hent-inn/": Answer(BRINGS_IN, BRINGS_IN),
    "leder/hent-inn/<int:pk>/angre/": Answer(None, NOBODY, keys={"pk": 987654}),
    # research: a doctorate is seen by the doctor, the guide, and who leads the department or its research
    "lis/forskning/": Answer(IN_TRAINING),
    "lis/forskning/hva-om/": Answer(IN_TRAINING),
    "lis/forskning/<int:trainee>/": Answer(DOCTORATE),
    "lis/forskning/<int:trainee>/del/": Answer(PLAN),
    "lis/forskning/<int:trainee>/ide/": Answer(SELF, SELF, sees=DOCTORATE),
    "lis/forskning/<int:trainee>/lop/": Answer(WISHES, WISHES, sees=DOCTORATE),
    "lis/forskning/<int:trainee>/hva-om/": Answer(WISHES, sees=DOCTORATE),
    "leder/forskning/": Answer(SEES_SOME_RESEARCH),
    "leder/forskning/<slug:code>/": Answer(SEES_RESEARCH, keys={"code": "unn-pet"}),
    "leder/forskning/<slug:code>/nytt/": Answer(
        MAKES_PROJECTS, MAKES_PROJECTS, sees=SEES_RESEARCH, keys={"code": "unn-pet"}
    ),
    "forskning/lop/<int:pk>/": Answer(DOCTORATE, keys={"pk": "track"}),
    "forskning/lop/<int:pk>/rett/": Answer(WISHES, WISHES, sees=DOCTORATE, keys={"pk": "track"}),
    "forskning/lop/<int:pk>/steg/<slug:act>/": Answer(
        WISHES, WISHES, sees=DOCTORATE, keys={"pk": "track", "act": "stop"}
    ),
    "forskning/lop/<int:pk>/krav/": Answer(None, WISHES, sees=DOCTORATE, keys={"pk": "track"}),
    "forskning/lop/<int:pk>/kurs/": Answer(WISHES, WISHES, sees=DOCTORATE, keys={"pk": "track"}),
    "forskning/lop/<int:pk>/bekreft/": Answer(CONFIRMS, CONFIRMS, sees=DOCTORATE, keys={"pk": "track"}),
    "forskning/bekreftelse/<int:pk>/": Answer(DOCTORATE, keys={"pk": "confirmation"}),
    "forskning/bekreftelse/<int:pk>/trekk/": Answer(
        None, CONFIRMS, sees=DOCTORATE, keys={"pk": "confirmation"}
    ),
    "bekreftelse/<slug:digest>/": Answer(EVERYONE),
    "forskning/prosjekt/<int:pk>/": Answer(SEES_RESEARCH, keys={"pk": "study"}),
    "forskning/prosjekt/<int:pk>/rett/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/prosjekt/<int:pk>/steg/": Answer(None, SEES_RESEARCH, keys={"pk": "study"}),
    "forskning/prosjekt/<int:pk>/bli-med/": Answer(SEES_RESEARCH, SEES_RESEARCH, keys={"pk": "open_project"}),
    "forskning/prosjekt/<int:pk>/deltaker/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/prosjekt/<int:pk>/milepael/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/prosjekt/<int:pk>/milepael/<int:milestone>/naadd/": Answer(
        None, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/prosjekt/<int:pk>/godkjenning/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/prosjekt/<int:pk>/midler/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/prosjekt/<int:pk>/publikasjon/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/prosjekt/<int:pk>/publikasjoner/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "study"}
    ),
    "forskning/publikasjoner/<int:pk>/": Answer(
        LEADS_PROJECT, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "publications"}
    ),
    "forskning/publikasjoner/<int:pk>/angre/": Answer(
        None, LEADS_PROJECT, sees=SEES_RESEARCH, keys={"pk": "publications"}
    ),
    "forskning/deltaker/<int:pk>/svar/": Answer(None, LEADS_OPEN, sees=SEES_RESEARCH, keys={"pk": "joining"}),
    "forskning/deltaker/<int:pk>/ut/": Answer(None, LEADS_OPEN, sees=SEES_RESEARCH, keys={"pk": "joining"}),
    "forskning/utlysninger/": Answer(SEES_CALLS),
    "forskning/utlysninger/ny/": Answer(KEEPS_SOME_CALLS, KEEPS_SOME_CALLS, sees=SEES_CALLS),
    "forskning/utlysninger/fra-fil/": Answer(KEEPS_SOME_CALLS, KEEPS_SOME_CALLS, sees=SEES_CALLS),
    "forskning/utlysninger/<int:pk>/": Answer(SEES_RESEARCH, keys={"pk": "call"}),
    "forskning/utlysninger/<int:pk>/rett/": Answer(
        KEEPS_CALLS, KEEPS_CALLS, sees=SEES_RESEARCH, keys={"pk": "call"}
    ),
    "forskning/utlysninger/<int:pk>/sok/": Answer(SEES_RESEARCH, SEES_RESEARCH, keys={"pk": "call"}),
    "forskning/soknad/<int:pk>/": Answer(DOCTORATE, keys={"pk": "application"}),
    "forskning/soknad/<int:pk>/klart/": Answer(None, DOCTORATE, keys={"pk": "application"}),
    "forskning/soknad/<int:pk>/steg/<slug:act>/": Answer(
        DOCTORATE, DOCTORATE, keys={"pk": "application", "act": "send"}
    ),
    # first pages
    "lis/": Answer(IN_TRAINING),
    "lis/utdanning/<int:trainee>/": Answer(TRAINING),
    "lis/arkiv/<int:trainee>/": Answer(those("guide.former")),
    "leder/": Answer(SOME_DEPARTMENT),
    "leder/avdeling/<slug:code>/": Answer(DEPARTMENT),
    "leder/avdeling/<slug:code>/tjenesteplan/": Answer(DEPARTMENT),
    "leder/avdeling/<slug:code>/opplaering/": Answer(DEPARTMENT),
    "leder/avdeling/<slug:code>/samlet/": Answer(DEPARTMENT),
    "leder/maal/": Answer(DECIDES),
    "veileder/": Answer(GUIDES),
    "supervisor/": Answer(SUPERVISES),
    "forskning/": Answer(RESEARCH),
    "koordinator/": Answer(CAPACITY),
    "regut/": Answer(CAPACITY),
}

# A training that has moved away or is finished: only its doctor gets in, and the department finds the archive.
ENDED = {route for route in ANSWERS if "<int:trainee>" in route}
