"""What the reader of a programme file is told: for each kind of problem, what is wrong and how to mend it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as n

from borealis.shell.located import Located, Path, Problem, path_text

ERRORS: dict[str, tuple[str, str]] = {
    "wrong_type": (n("Her skal det stå %(wanted)s, men her står %(found)s."), n("Skriv %(wanted)s.")),
    "wrong_value": (n("«%(value)s» kan ikke stå her."), n("Se formatets beskrivelse.")),
    "missing_key": (n("«%(key)s» mangler i %(where)s."), n("Legg til «%(key)s:» med innhold.")),
    "missing_heading": (
        n("Overskriften «%(key)s» mangler. § 22 første ledd bokstav e krever alle ni."),
        n("Legg til «%(key)s:» med en «text:» under «headings»."),
    ),
    "missing_bokmal": (n("Teksten mangler på bokmål."), n("Legg til «nb:» med teksten.")),
    "unknown_key": (n("«%(key)s» er ikke et kjent nøkkelord her."), n("%(hint)s Her kan stå: %(choices)s.")),
    "not_a_choice": (n("«%(value)s» er ikke et av valgene."), n("%(hint)s Velg mellom: %(choices)s.")),
    "not_a_day": (n("«%(value)s» er ikke en dato."), n("Skriv år, måned og dag, for eksempel 2026-09-01.")),
    "not_a_month": (n("«%(value)s» er ikke en måned."), n("Skriv år og måned, for eksempel 2026-09.")),
    "not_a_prefix": (
        n("«%(value)s» er ikke et prefiks for en spesialitet."),
        n("Skriv prefikset med store bokstaver, for eksempel NUK."),
    ),
    "not_a_code": (
        n("«%(value)s» kan ikke brukes som kode."),
        n("Bruk små bokstaver a–z, tall og bindestrek, høyst 60 tegn."),
    ),
    "too_small": (n("%(value)s er for lite. Det minste er %(bound)s."), n("Skriv %(bound)s eller mer.")),
    "not_above": (
        n("%(value)s er for lite. Det må være mer enn %(bound)s."),
        n("Skriv et tall over %(bound)s."),
    ),
    "too_large": (n("%(value)s er for mye. Det største er %(bound)s."), n("Skriv %(bound)s eller mindre.")),
    "too_few": (n("Listen har %(found)s ledd, men må ha minst %(bound)s."), n("Legg til det som mangler.")),
    "too_many": (n("Listen har %(found)s ledd. Grensen er %(bound)s."), n("Ta bort det som ikke hører til.")),
    "empty_text": (n("Teksten er tom."), n("Skriv teksten, eller slett linjen.")),
    "too_long": (n("Teksten har %(found)s tegn. Grensen er %(bound)s."), n("Kort ned teksten.")),
    "said_twice": (
        n("«%(value)s» står to ganger."),
        n("La det stå én gang, eller gi det ene et annet navn."),
    ),
    "not_half_months": (
        n("%(value)s måneder kan ikke deles i halve måneder."),
        n("Skriv hele eller halve måneder, for eksempel 3 eller 3.5."),
    ),
    "no_such_day": (n("%(value)s finnes ikke i kalenderen."), n("Skriv en dag som finnes.")),
    "unknown_specialty": (
        n("Spesialiteten «%(value)s» finnes ikke her."),
        n("%(hint)s Bruk prefikset til målene."),
    ),
    "unknown_goal_set": (
        n("Læringsmålsettet «%(value)s» finnes ikke her."),
        n("%(hint)s Sett som er lagt inn: %(choices)s."),
    ),
    "foreign_goal_set": (
        n("Læringsmålsettet «%(value)s» hører til en annen spesialitet."),
        n("Bruk spesialitetens egne sett og de felles settene."),
    ),
    "unknown_goal": (
        n("Læringsmålet «%(value)s» finnes ikke i settene som er i bruk."),
        n("%(hint)s Settene er nevnt under «goal_sets»."),
    ),
    "turned_range": (
        n("Rekken «%(value)s» går bakover."),
        n("Skriv det første målet først, for eksempel NUK-103..NUK-106."),
    ),
    "unknown_organisation": (
        n("Organisasjonen «%(value)s» finnes ikke her."),
        n("%(hint)s Legg den inn med borealis organisation import."),
    ),
    "unknown_arena": (
        n("Arenaen «%(value)s» er ikke beskrevet i filen."),
        n("%(hint)s Arenaer beskrives under «arenas»."),
    ),
    "unknown_phase": (
        n("Fasen «%(value)s» er ikke beskrevet i filen."),
        n("%(hint)s Faser beskrives under «phases»."),
    ),
    "phase_cycle": (
        n("Fasene venter på hverandre i ring: %(ring)s."),
        n("Ta bort en av linjene «after» eller «directly_after», så en fase kan komme først."),
    ),
    "two_directly_after": (
        n("Både «%(other)s» og «%(value)s» skal begynne rett etter «%(first)s»."),
        n("La bare den ene følge rett etter, og bruk «after» i den andre."),
    ),
    "not_directly_after": (
        n(
            "«%(value)s» skal begynne rett etter «%(first)s», men venter også på «%(between)s», "
            "som kommer etter «%(first)s»."
        ),
        n("Ta bort «%(between)s» fra «after», eller bruk «after» i stedet for «directly_after»."),
    ),
    "choice_unclear": (
        n("Det går ikke fram hvordan det velges i «%(value)s»."),
        n("Skriv enten «choose:» og «of:», eller «options:» alene."),
    ),
    "nothing_to_choose": (
        n("%(choose)s av %(count)s er ikke noe valg."),
        n("Skriv et lavere tall, eller ta bort valget, så alle fasene er med for alle."),
    ),
    "option_holds_another": (
        n("«%(option)s» inneholder hele «%(other)s», så det er ikke noe å velge mellom."),
        n("La det som er felles, stå utenfor valget, og bare det som er ulikt, i det."),
    ),
    "phase_in_two_choices": (
        n("Fasen «%(value)s» står også i valget «%(other)s»."),
        n("La fasen stå i ett valg."),
    ),
    "filler_to_choose": (
        n("Fasen «%(value)s» fyller resten av tjenestetiden, og må være med for alle."),
        n("Ta fasen ut av valget, eller la en annen fase ha «fills_service_time: true»."),
    ),
    "too_many_ways": (
        n("Det kan velges på %(ways)s måter til sammen. Grensen er %(most)s."),
        n("Ha færre faser å velge mellom, eller del dem på færre valg."),
    ),
    "phase_on_both_sides": (
        n("Fasen «%(value)s» står både i «after» og i «before», så kurset kommer både etter og før den."),
        n("La fasen stå ett av stedene."),
    ),
    "course_cycle": (
        n("Kurset og fasene venter på hverandre i ring: %(ring)s."),
        n("Rett «after» og «before», så kurset ligger mellom faser som kommer i samme rekkefølge."),
    ),
    "too_many_courses": (
        n("Valg og kurs kan planlegges på %(ways)s måter til sammen. Grensen er %(most)s."),
        n("Ha færre kurs med faser på begge sider, eller mindre å velge mellom."),
    ),
    "ends_before_it_begins": (
        n("Perioden slutter (%(last)s) før den begynner (%(first)s)."),
        n("Bytt om dem, eller skriv null for «inntil videre»."),
    ),
    "overlapping_places": (
        n("Plassene er gitt to ganger for %(month)s."),
        n("La en periode slutte måneden før den neste begynner."),
    ),
    "minimum_over_places": (
        n("Det minste antallet (%(minimum)s) er større enn plassene (%(places)s)."),
        n("Skriv et minste antall som er høyst så stort som plassene."),
    ),
    "min_over_max_stint": (
        n("Korteste opphold (%(least)s md) er lengre enn det lengste (%(most)s md)."),
        n("La «min_stint» være høyst så stor som «max_stint»."),
    ),
    "stint_over_phase": (
        n("Korteste opphold (%(least)s md) er lengre enn fasen (%(months)s md)."),
        n("La «min_stint» være høyst så lang som fasen."),
    ),
    "phase_arena_without_places": (
        n("Arenaen «%(value)s» har ingen plasser, så ingen kan settes dit i en plan."),
        n("Legg til «places» for arenaen, eller ta den ut av fasen."),
    ),
    "arena_elsewhere": (
        n("Arenaen «%(value)s» finnes fra før og hører til «%(owner)s»."),
        n("Gi arenaen en annen kode, eller skriv avdelingen den hører til."),
    ),
    "agreement_elsewhere": (
        n("Avtalen «%(value)s» finnes fra før og hører til «%(owner)s»."),
        n("Gi avtalen en annen kode."),
    ),
    "other_programme": (
        n("Filen beskriver programmet «%(value)s», men du endrer «%(only)s»."),
        n("Skriv «code: %(only)s», eller åpne det andre programmet."),
    ),
    "other_department": (
        n("Filen flytter programmet til «%(value)s»."),
        n("Skriv «department: %(department)s». En flytting gjøres av den som drifter Borealis."),
    ),
}

WARNINGS: dict[str, tuple[str, str]] = {
    "missing_translation": (
        n("Teksten mangler på %(languages)s. Leseren får den på bokmål."),
        n("Legg til teksten på språket som mangler."),
    ),
    "goal_without_arena": (
        n("%(count)s læringsmål tilbys ikke av noen arena: %(goals)s."),
        n("Legg målene til en arena, eller gjør en avtale om dem."),
    ),
    "months_not_norm": (
        n(
            "Fasene er til sammen %(found)s måneder. "
            "Del 2 og 3 er %(norm)s (§ 2: 78 måneder, 18 av dem i del 1)."
        ),
        n("Juster «months», så fasene fyller tiden."),
    ),
    "options_of_unequal_length": (
        n(
            "Det som kan velges i «%(value)s», er ikke like langt: %(least)s til %(most)s måneder. "
            "Tiden regnes etter det korteste."
        ),
        n("Gjør dem like lange, hvis ingen skal bli senere ferdig av det de velger."),
    ),
    "no_filler": (
        n("Ingen fase fyller resten av tjenestetiden."),
        n("Skriv «fills_service_time: true» på fasen som kan bli lengre eller kortere."),
    ),
    "several_fillers": (
        n("Flere faser fyller resten av tjenestetiden. Bare den siste brukes slik."),
        n("La «fills_service_time» stå på én fase."),
    ),
    "phase_without_arenas": (
        n("Fasen «%(value)s» har ingen arena, så den kan ikke settes i en plan."),
        n("Legg til minst én arena."),
    ),
    "phase_goal_not_there": (
        n("Arenaene i fasen tilbyr ikke %(goals)s."),
        n("Legg målene til en av fasens arenaer, eller flytt dem til en annen fase."),
    ),
    "main_and_contributes": (
        n("%(goals)s står både som hovedmål og bidrag."),
        n("La hvert mål stå ett av stedene."),
    ),
    "arena_without_agreement": (
        n("Arenaen «%(value)s» hører til en annen avdeling, men ingen avtale gjelder den."),
        n("Legg til avtalen under «agreements»."),
    ),
    "course_not_in_catalogue": (
        n("Kurset «%(value)s» er ikke i kurskatalogen, så det kan ikke planlegges."),
        n("Rett koden, eller be den som holder katalogen, om å legge kurset inn."),
    ),
    "past_goal_set": (
        n("Læringsmålsettet «%(value)s» gjaldt til %(day)s."),
        n("Bruk settet som gjelder nå, og nevn det gamle under «earlier_goal_sets»."),
    ),
}


def problem(located: Located, path: Path, code: str, *, at_key: bool = False, **params: Any) -> Problem:
    """A problem in the reader's language, at the line of a value (or of its key)."""
    warning = code in WARNINGS
    message, how = (WARNINGS if warning else ERRORS)[code]
    line, column = located.place(path, key=at_key)
    return Problem(
        line=line,
        column=column,
        path=path_text(path),
        code=code,
        message=_(message) % params,
        how=(_(how) % params).strip(),
        severity="warning" if warning else "error",
    )
