"""The public page says every statement of the published description, from data.

One test for each statement, S01 to S38. Each also takes the piece of data away (or changes it) and sees
that the page then says something else: what stands there stands there because of the data.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from borealis.curriculum.actions import load_shipped
from borealis.organisations.actions import import_organisations, load_shipped_organisations
from borealis.organisations.queries import organisation
from borealis.people.actions import add_person, assign_role
from borealis.programmes.actions import apply, load_shipped_programmes
from tests.programmes.conftest import shipped_text

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
Read = Callable[..., str]


@pytest.fixture
def read(db: None, client: Client) -> Read:
    """The words of the public page; with ``old`` and ``new``, after that passage of the file is changed."""
    load_shipped(NOW)
    load_shipped_organisations(NOW)
    load_shipped_programmes(NOW)

    def words(old: str = "", new: str = "", language: str = "nb") -> str:
        if old:
            assert old in shipped_text(), f"the shipped file no longer says {old!r}"
            apply(by=None, text=shipped_text().replace(old, new), now=NOW)
        client.cookies["language"] = language
        answer = client.get("/program/unn-nuk/")
        assert answer.status_code == 200
        main = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))

    return words


def section(page: str, heading: str, after: str) -> str:
    """What stands from one heading to the next (the list of contents comes first)."""
    return page.rsplit(f" {heading} ", 1)[1].split(f" {after} ", 1)[0]


def relocate(text: str) -> None:
    import_organisations(by=None, text=f"format: borealis/organisations/1\n{text}", now=NOW)


def says(read: Read, sentence: str, **changed: str) -> None:
    """The page says it, and no longer when the passage is changed."""
    assert sentence in read()
    assert sentence not in read(changed["old"], changed["new"])


# Introduction


def test_s01_hospitals_and_district_psychiatric_centres(read: Read) -> None:
    sentence = (
        "Universitetssykehuset Nord-Norge har sykehus i Tromsø, Harstad, Narvik og Longyearbyen, "
        "og distriktspsykiatriske sentre i Storslett og Silsand."
    )
    assert sentence in read()

    relocate("organisations: [{code: unn-narvik, kind: hospital, parent: unn, town: Bodø, name: {nb: X}}]")

    assert "Tromsø, Harstad, Bodø og Longyearbyen" in read()
    assert sentence not in read()


def test_s02_university_and_regional_hospital_that_works_with_the_university(read: Read) -> None:
    assert "UNN er universitetssykehus og regionsykehus i Helse Nord." in read()
    assert "UNN har et omfattende samarbeid med UiT Norges arktiske universitet." in read()

    relocate("organisations: [{code: uit, kind: university, name: {nb: Et annet universitet}}]")

    assert "omfattende samarbeid med Et annet universitet." in read()


def test_s03_training_matters_and_is_a_special_duty_for_the_north(read: Read) -> None:
    page = read()
    assert "Å utdanne legespesialister er svært viktig for sykehuset." in page
    assert "særskilt ansvar for at Nord-Norge får spesialistene" in page
    assert "eit særskilt ansvar for at Nord-Noreg" in read(language="nn")
    assert "a special duty to see that Northern Norway gets the specialists" in read(language="en")
    assert "Nord-Norge får" not in read(
        "ansvar for at Nord-Norge får spesialistene landsdelen trenger", "ansvar"
    )


def test_s04_the_specialty_is_offered_in_tromso(read: Read) -> None:
    says(
        read,
        "UNN tilbyr spesialisering i nukleærmedisin i Tromsø.",
        old="\ntown: Tromsø",
        new="\ntown: Harstad",
    )


def test_s05_general_description_and_an_individual_plan_for_everyone(read: Read) -> None:
    page = read()
    assert "Dette er en generell beskrivelse." in page
    assert "får sin egen gjennomføringsplan" in page
    assert "ut fra hvor i utdanningsløpet legen er" in page
    assert "ut frå kvar i utdanningsløpet legen er" in read(language="nn")
    assert "Every trainee has an individual implementation plan" in read(language="en")
    assert "gjennomføringsplan" not in read("får sin egen gjennomføringsplan", "følges opp")


# Learning goals and arenas


def test_s06_all_goals_can_be_completed(read: Read) -> None:
    page = read()
    assert "alle 74 læringsmålene i nukleærmedisin og alle 14 felles kompetansemål" in page
    assert "88 av 88 mål har en arena" in page

    page = read("main: [NUK-168..NUK-176]", "main: [NUK-168..NUK-175]")

    assert "73 av 74 læringsmål i nukleærmedisin" in page
    assert "Dette målet tilbys ikke i dag: NUK-176." in page


def test_s07_a_department_of_its_own_where_nuclear_medicine_is_done(read: Read) -> None:
    page = read()
    assert "PET-senteret i Tromsø er en egen avdeling i Diagnostisk klinikk." in page
    assert "Her foregår den nukleærmedisinske virksomheten" in page
    assert "verksemda" in read(language="nn")
    assert "This is where nuclear medicine is done" in read(language="en")

    relocate(
        "organisations: [{code: unn-pet, kind: department, parent: unn-tromso, town: Tromsø, "
        "name: {nb: PET-senteret}}]"
    )

    assert "PET-senteret i Tromsø er en del av UNN Tromsø." in read()


AGREEMENT = """agreements:
  - id: unn-pet-rontgen
    kind: internal
    with: unn-rontgen
    from: 2019-03-01
    through: null"""


def test_s08_close_cooperation_with_radiology(read: Read) -> None:
    page = read()
    assert "PET-senteret samarbeider med Røntgenavdelingen i Tromsø." in page
    assert "De to avdelingene samarbeider tett til daglig" in page
    assert "work closely together" in read(language="en")

    page = read(AGREEMENT, AGREEMENT.replace("through: null", "through: 2026-10-31"))

    assert "samarbeider med Røntgenavdelingen" not in page


def test_s09_some_time_there_may_be_relevant_for_some_activities(read: Read) -> None:
    page = read()
    assert "aktuelt med noe tid der for å gjennomføre enkelte læringsaktiviteter" in page
    assert "21 læringsmål" in section(page, "Avtaler med andre", "Supervisjon på arenaene")
    assert "10 md av løpet er satt av der" in page

    page = read("    months: 6\n", "    months: 4\n")

    assert "8 md av løpet er satt av der" in page


# Supervision and guidance


def test_s10_strong_focus_on_supervision_and_guidance(read: Read) -> None:
    says(
        read,
        "Supervisjon og veiledning har sterkt fokus.",
        old="nb: Supervisjon og veiledning har sterkt fokus. I",
        new="nb: I",
    )
    assert "strong focus on supervision and guidance" in read(language="en")


def test_s11_followed_up_daily_by_permanently_employed_specialists(read: Read) -> None:
    says(
        read,
        "I det daglige blir du fulgt opp av fast ansatte spesialister, som superviserer arbeidet ditt.",
        old="fast ansatte spesialister",
        new="vikarer",
    )
    assert "fast tilsette spesialistar" in read(language="nn")
    assert "permanently employed specialists" in read(language="en")


def test_s12_time_in_the_roster_for_eight_individual_sessions_a_year(read: Read) -> None:
    assert (
        "satt av tid i tjenesteplanen, så hver lege i spesialisering har 8 individuelle veiledninger"
        in read()
    )
    assert "har 6 individuelle veiledninger" in read("  individual: 8", "  individual: 6")


def test_s13_and_two_group_sessions(read: Read) -> None:
    assert "og 2 gruppeveiledninger i året" in read()
    assert "og 1 gruppeveiledning i året" in read("  group: 2", "  group: 1")


TOPICS = {
    "s14": ("og godkjenninger i Kompetanseportalen", "og godkjenningar", "progress and approvals"),
    "s15": ("Hvordan de faglige utfordringene oppleves", "faglege utfordringane", "professional"),
    "s16": ("Om de praktiske ferdighetene blir nådd", "dugleikane", "practical skills are attained"),
    "s17": (
        "Hvordan fordypningstid og opplæring ved siden av det kliniske arbeidet blir brukt",
        "fordjupingstid",
        "study time and training beside the clinical work",
    ),
    "s18": ("Samarbeidet med kolleger", "Samarbeidet med kollegaer", "Cooperation with colleagues"),
    "s19": ("Balansen mellom arbeid og privatliv", "opplever han", "balance between work and private life"),
    "s20": ("Refleksjon over egen rolle som lege", "eiga rolle", "Reflection on one's own role"),
    "s21": ("Støtte i vanskelige situasjoner", "vanskelege situasjonar", "Support in difficult situations"),
    "s22": ("Annet", "Anna", "Other"),
}  # fmt: skip


def topic(read: Read, number: str, written: str = "") -> None:
    """A topic of guidance stands in the list in all three languages, and goes when it is taken out."""
    bokmal, nynorsk, english = TOPICS[number]
    assert bokmal in section(read(), "Veiledning og vurdering", "Spesialistene våre")
    assert "9 faste temaer" in read()
    assert nynorsk in read(language="nn")
    assert english in read(language="en")
    assert bokmal not in read(f"nb: {written or bokmal}\n", "nb: Noe annet enn før\n")


def test_s14_topic_progress_and_approvals_in_kompetanseportalen(read: Read) -> None:
    whole = "Hvordan utdanningsplanen blir fulgt: framdrift og godkjenninger i Kompetanseportalen"
    topic(read, "s14", written=f'"{whole}"')


def test_s15_topic_professional_challenges(read: Read) -> None:
    topic(read, "s15")


def test_s16_topic_practical_skills(read: Read) -> None:
    topic(read, "s16")


def test_s17_topic_study_time_beside_clinical_work(read: Read) -> None:
    topic(read, "s17")


def test_s18_topic_colleagues(read: Read) -> None:
    topic(read, "s18")


def test_s19_topic_work_and_private_life(read: Read) -> None:
    topic(read, "s19", written="Balansen mellom arbeid og privatliv, slik legen opplever den")


def test_s20_topic_role_as_doctor(read: Read) -> None:
    topic(read, "s20")


def test_s21_topic_difficult_situations(read: Read) -> None:
    topic(read, "s21")


def test_s22_topic_other_and_a_programme_may_change_the_list(read: Read) -> None:
    topic(read, "s22")
    last = "    - id: other\n      text:\n        nb: Annet\n        nn: Anna\n        en: Other\n"
    assert "8 faste temaer" in read(last, "")


# Theoretical teaching


def test_s23_national_weekly_web_teaching(read: Read) -> None:
    assert "Nasjonal nettundervisning Hver uke." in read()
    assert "Nasjonal nettundervisning Hver måned." in read(
        "every: week\n      hosts: rotating", "every: month\n      hosts: rotating"
    )


def test_s24_which_rotates_between_the_units_in_norway(read: Read) -> None:
    page = read()
    assert "Undervisningen rullerer mellom de nukleærmedisinske enhetene i Norge." in page
    assert (
        "Vertskapet går på omgang, blant andre med Haukeland universitetssjukehus, St. Olavs hospital" in page
    )
    assert "rotates between the nuclear medicine units in Norway" in read(language="en")

    page = read("with: [haukeland, st-olavs, innlandet]", "with: [innlandet]")

    assert "Haukeland" not in page


def test_s25_weekly_teaching_with_radiology_where_our_doctors_take_part(read: Read) -> None:
    page = read()
    assert "Felles undervisning med Røntgenavdelingen Hver uke." in page
    assert "Også legene ved PET-senteret tar del i undervisningen. Sammen med Røntgenavdelingen." in page

    page = read("with: [unn-rontgen]", "with: [uit]")

    assert "Sammen med UiT Norges arktiske universitet." in page


def test_s26_monthly_seminars(read: Read) -> None:
    assert "Fagseminar ved PET-senteret Hver måned." in read()
    assert "Fagseminar ved PET-senteret Hver uke." in read("every: month", "every: week")


def test_s27_candidates_take_an_active_part(read: Read) -> None:
    says(
        read,
        "Du skal selv ta aktivt del i internundervisningen.",
        old="Du skal selv ta aktivt del i internundervisningen",
        new="Du kan høre på",
    )
    assert "You must take an active part in the internal teaching yourself." in read(language="en")


# Research


def test_s28_projects_to_join(read: Read) -> None:
    says(
        read,
        "gode muligheter for å bli med i forskningsprosjekter som avdelingen alt har i gang",
        old="gode muligheter for å bli med",
        new="få muligheter for å bli med",
    )


def test_s29_or_an_own_question(read: Read) -> None:
    says(
        read,
        "Du kan også forske på en egen problemstilling eller et felt du er interessert i.",
        old="en egen problemstilling eller et felt",
        new="noe",
    )


def test_s30_cooperation_with_uit_and_an_overall_plan(read: Read) -> None:
    page = read()
    assert "Universitetet er UiT Norges arktiske universitet. Avdelingen har et nært samarbeid" in page
    assert "En overordnet plan for forskningsprosjektene er laget." in page
    assert "An overall plan for the research projects has been made." in read(language="en")
    assert "Universitetet er" not in read("  partner: uit\n", "")


def test_s31_doctoral_projects_for_those_who_wish(read: Read) -> None:
    says(
        read,
        "Avdelingen har som mål å legge til rette for doktorgrad for dem som ønsker det.",
        old="legge til rette for doktorgrad",
        new="vente med doktorgrad",
    )


def test_s32_funding_from_helse_nord_or_others(read: Read) -> None:
    sentence = "Midler til forskningsprosjekter søkes fra Helse Nords forskningsfond og andre instanser."
    says(read, sentence, old="nb: Helse Nords forskningsfond", new="nb: et annet fond")


def test_s33_activities_for_understanding_research(read: Read) -> None:
    sentence = (
        "Aktivitetene for målene i forskningsforståelse (FKM-006, FKM-007) er "
        "kurs, e-læring og gjennomført prosjektoppgave."
    )
    says(read, sentence, old="nb: gjennomført prosjektoppgave", new="nb: en samtale")


# Common goals and contact


def test_s34_common_goals_in_all_specialties(read: Read) -> None:
    says(
        read,
        "De felles kompetansemålene skal nås i alle spesialiteter.",
        old="skal nås i alle spesialiteter",
        new="skal nås her",
    )
    assert "The common goals are to be reached in all specialties." in read(language="en")


def test_s35_the_number_in_force_and_a_word_on_the_earlier_set(read: Read) -> None:
    page = read()
    assert "For del 2 og 3 er det 14 mål siden 1. mars 2026." in page
    assert "Til og med 28. februar 2026 var det 24 mål." in page

    page = read("earlier_goal_sets: [LM-2019-03]", "earlier_goal_sets: []")

    assert "24 mål" not in page


NEW_AREAS = (
    "etikk (1)",
    "kommunikasjon, samvalg og helsekompetanse (3)",
    "opplæring av pasienter, pårørende og samarbeidspartnere (1)",
    "forskningsforståelse og kunnskapshåndtering (2)",
    "kvalitet og pasientsikkerhet (2)",
    "lovverk og sakkyndig arbeid (1)",
    "systemforståelse, organisasjonsutvikling, ledelse og samhandling (4)",
)
OLD_AREAS = (
    "etikk (1)",
    "forskningsforståelse (1)",
    "kommunikasjon (5)",
    "kunnskapshåndtering (3)",
    "kvalitet og pasientsikkerhet (3)",
    "lovverk (2)",
    "pasient- og brukermedvirkning (1)",
    "pasient- og pårørendeopplæring (1)",
    "samhandling (2)",
    "systemforståelse, organisasjonsutvikling og ledelse (5)",
)


def test_s36_the_areas_in_both_sets(read: Read) -> None:
    page = section(read(), "Felles kompetansemål", "Slik er løpet")
    now, before = page.split("Til og med 28. februar 2026", 1)
    assert [area for area in NEW_AREAS if area not in now] == []
    assert [area for area in OLD_AREAS if area not in before] == []
    assert "Også forebygging hører til, uten egne mål i del 2 og 3." in now
    assert "forebygging" not in read("    - {nb: forebygging,", "    - {nb: folkehelse,")


def test_s37_special_weight_on_improvement_and_communication(read: Read) -> None:
    sentence = (
        "Alle leger i spesialisering her får opplæring i forbedringsarbeid (FKM-009) og kommunikasjon "
        "(FKM-002, FKM-003 og FKM-004). Det har særskilt vekt."
    )
    says(read, sentence, old="text: {nb: forbedringsarbeid,", new="text: {nb: noe annet,")


def test_s38_questions_go_to_the_head_whoever_it_is(read: Read) -> None:
    sentence = "Kontakt leder av PET-senteret, Universitetssykehuset Nord-Norge."
    assert sentence in read()
    assert "I dag er det" not in read()

    head = add_person(by=None, name="Randi Snøugle", email="randi@eksempel.no", now=NOW)
    place = organisation("unn-pet").pk
    since = dt.date(2020, 1, 1)
    assign_role(by=None, person=head, role="head", organisation_id=place, in_force_from=since, now=NOW)

    assert f"{sentence} I dag er det Randi Snøugle." in read()
    assert "utdanningsansvarlig overlege ved PET-senteret" in read("  role: head", "  role: training_lead")
