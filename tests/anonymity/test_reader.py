"""Each form in which a name stands in records, and what is shown for it."""

import pytest
from anonymity.people_made import FAMILY, a_reader

from workbench.anonymity.reader import Anonymous, Who

SHOWN = [
    # whole, with what belongs to someone
    ("Kayleigh Fenwick was seen.", "Child K was seen."),
    ("Kayleigh Fenwick's cot, Kayleigh’s cot, Kayleighs cot", "Child K's cot, Child K’s cot, Child K's cot"),
    ("Kayleigh Ann Fenwick, Kayleigh A Fenwick, Kayleigh Ann", "Child K, Child K, Child K"),
    ("Fenwick, Kayleigh (alert)", "Child K (alert)"),
    ("FENWICK Kayleigh and KAYLEIGH FENWICK", "Child K and Child K"),
    ("KayleighFenwick, kayleigh_fenwick.docx, Kayleigh2013.pdf", "Child K, Child K.docx, Child K2013.pdf"),
    # in part
    ("Kay was well; kayleigh too.", "Child K was well; Child K too."),
    ("Baby Fenwick fed well.", "Child K fed well."),
    ("O'Neil, O’Neil and ONeil and O Neil", "Father, Father and Father and Father"),
    ("Ms Smith-Jones, Smith Jones and SmithJones, Smith–Jones", "HV2, HV2 and HV2, HV2"),
    ("Jose Alvarez, JOSÉ ÁLVAREZ and José", "HV1, HV1 and HV1"),
    # by initials
    ("D.O. and D. O'Neil, D O'Neil, O'Neil, D.", "Father and Father, Father, Father"),
    ("K.F. rang.", "Child K or Mother rang."),
    ("Dean O rang; Dean O. rang", "Father rang; Father rang"),
    # with a title
    ("Mr O'Neil and Mr D O’Neil", "Father and Father"),
    ("Dr Okafor, Dr. A. Okafor", "GP1, GP1"),
    ("PC Price and PC 1234 Price", "SW2 and SW2"),
    ("Mrs Fenwick said", "Mother said"),
    ("Mr Fenwick said", "Mr [surname] said"),
    # what several share
    ("Jack cried. Jack Price came.", "Sibling 1 or SW2 cried. SW2 came."),
    ("the Fenwicks and the Fenwick family", "the [surname] and the [surname] family"),
    # broken over lines and by what cannot be seen
    ("Kayleigh\nFenwick and Kayleigh  Fenwick", "Child K and Child K"),
    (
        "Kay-\nleigh, Kay\u00adleigh, Kay\u200bleigh, Jose\u0301 A\u0301lvarez",
        "Child K, Child K, Child K, HV1",
    ),
    ("Karen\n\nFenwick family", "Mother\n\n[surname] family"),
    # the part before the pseudonym is said once
    ("her mother Karen rang", "her Mother rang"),
    # roles, not names
    ("Mum said Nan and Dad were in. Nan Jean came.", "Mum said Nan and Dad were in. PGM came."),
    # words that hold a name, and are none
    ("Karenina deaned the jackal; don't, O'Neill", "Karenina deaned the jackal; don't, O'Neill"),
    # places
    ("Moved to Northbrook, St Annes Primary School", "Moved to the town, School 1"),
    # panel
    ("Ruth Adeyemi asked. R. Adeyemi", "Lead reviewer asked. Lead reviewer"),
]


@pytest.mark.parametrize(("written", "shown"), SHOWN)
def test_names_are_shown_by_what_stands_for_them(written: str, shown: str) -> None:
    assert a_reader().render(written).text == shown


WORDS = [
    ("May was seen in May. May 2013, early May", "HV2 was seen in May. May 2013, early May"),
    ("Will came. It is Will’s. they will", "[neighbour] came. It is [neighbour]’s. they will"),
    ("Will the mother attend? WILL THE CHILD BE SEEN", "Will the mother attend? WILL THE CHILD BE SEEN"),
    ("the Price of it; a price", "the SW2 of it; a price"),
]


@pytest.mark.parametrize(("written", "shown"), WORDS)
def test_a_name_that_is_a_word_is_replaced_once_somebody_has_said_so(written: str, shown: str) -> None:
    assert a_reader().render(written).text == written
    assert a_reader(will=True, price=True, **{"may": True}).render(written).text == shown
    assert a_reader(will=False, price=False, may=False).render(written).text == written


def test_beside_its_other_part_or_a_title_a_word_needs_no_saying() -> None:
    assert a_reader().render("Will Thurlow, Mr Price").text == "[neighbour], SW2"


def test_words_to_decide_and_shared_names_are_told() -> None:
    reader = a_reader(will=True)
    assert reader.to_decide == {"price": ["SW2"], "may": ["HV2"]}
    assert reader.shared["jack"] == ["Sibling 1", "SW2"]


DETAILS = [
    ("kay.fenwick@nhs.net or 07700 900123", "[e-mail address] or [telephone number]"),
    (
        "T: 01632 960 001 / +44 1632 960001 / (01632) 960001",
        "T: [telephone number] / [telephone number] / [telephone number]",
    ),
    ("NHS no 943 476 5919 and 9434765919", "NHS no [NHS number] and [NHS number]"),
    ("12 High Street, ZE9 9ZZ", "[address], [postcode]"),
    ("DOB 12/03/2013, born on 12 March 2013", "DOB [date of birth], born on [date of birth]"),
    (
        "see https://x.example/kayleigh-fenwick and https://gov.example/a",
        "see [web address] and https://gov.example/a",
    ),
    ("on 5 December 2013 at 14:30", "in December 2013 at 14:30"),
]


@pytest.mark.parametrize(("written", "shown"), DETAILS)
def test_details_that_give_people_away_are_masked(written: str, shown: str) -> None:
    assert a_reader().render(written).text == shown


def test_days_become_their_months_where_chosen() -> None:
    written = (
        "Tue 5th Dec; 5/12/13; 2013-12-05; between 5 and 7 May 2014; December 5th; on 3/4; Sat 10.12. Row"
    )
    shown = "December; December 2013; December 2013; in May 2014; December; in April; December. Row"
    assert a_reader().render(written).text == shown
    assert Anonymous(FAMILY, months_only=False).render(written).text == written
    kept = "1/2 a tablet, on 3.5 mg, 3.5 kg, 24/7, aged 21 months, May 2013, SW1 3rd, section 17"
    assert a_reader().render(kept).text == kept


SENTENCES = [
    ("The case closed on 12 July. The closing note", "The case closed in July. The closing note"),
    ("On 18 April 2024, she", "In April 2024, she"),
    (
        "on 12 Jan. The next; 12 Jan. 2024; 3 Sept., then",
        "in January. The next; January 2024; September, then",
    ),
    ("Seen (on 3 May 2024). Tue 3rd July. Then", "Seen (in May 2024). July. Then"),
    ("from 3 to 5 May 2023; From 3 May; 3–5 May.", "in May 2023; From May; May."),
    ("between 3 May and 5 June 2024.", "between May and June 2024."),
    ("She came on the 3rd. On the 3rd and 4th, too.", "She came that month. That month, too."),
    ("Notified re 10/12. He stayed until 3/4.", "Notified re December. He stayed until April."),
    ("She walked in on 3 May 2024 alone.", "She walked in during May 2024 alone."),
    ("on the 3rd floor, on the 2nd visit", "on the 3rd floor, on the 2nd visit"),
    ("Lives at 12 High Street. She", "Lives at [address]. She"),
    ("See https://x.example/kayleigh. Then", "See [web address]. Then"),
]


@pytest.mark.parametrize(("written", "shown"), SENTENCES)
def test_a_sentence_stays_one_where_its_days_become_months(written: str, shown: str) -> None:
    assert a_reader().render(written).text == shown


FIELDS = [
    ("K. Adeyemi, SW", "Lead reviewer"),
    ("Adaeze Okafor (GP)", "GP1"),
    ("Health visitor", "Health visitor"),
    ("Jane Unknown, health visitor", "health visitor"),
    ("Jane Unknown", ""),
    ("jsmith", ""),
    ("Child K", "Child K"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "shown"), FIELDS)
def test_a_field_that_holds_a_name_shows_a_pseudonym_a_part_or_nothing(written: str, shown: str) -> None:
    assert a_reader().say_name(written) == shown


def test_files_services_and_people_are_said_by_what_they_are() -> None:
    reader = Anonymous(FAMILY, {}, published={"Northbrook Health Visiting": "Health visiting"})
    assert reader.say_file("Fenwick chronology final.docx", "HV", "") == "HV chronology"
    assert reader.say_file("Fenwick.pdf", None, "") == "Document"
    assert reader.say_service("Northbrook Health Visiting") == "Health visiting"
    assert reader.say_service("Police") == "Police"


def test_the_map_leads_back_to_what_is_stored() -> None:
    text = "Saw Kayleigh Fenwick’s mother, Karen."
    rendered = a_reader().render(text)
    assert rendered.text == "Saw Child K’s mother, Mother."
    assert rendered.stored(rendered.text.index("’s")) == text.index("’s")
    assert rendered.shown(text.index("mother")) == rendered.text.index("mother")
    within = rendered.text.index("ild K")
    assert text[slice(*rendered.stored_range(within, within + 3))] == "Kayleigh Fenwick"
    within = text.index("Fenwick")
    assert rendered.text[slice(*rendered.shown_range(within, within + 3))] == "Child K"


def test_a_letter_that_is_an_alias_is_not_found_within_the_pseudonym() -> None:
    reader = Anonymous([Who(("Kyra Fenwick", "K"), "Child K")])
    once = reader.render("K to be seen. K’s cot; plan B").text
    assert once == "Child K to be seen. Child K’s cot; plan B"
    assert reader.render(once).text == once
    assert reader.render("K1, K12 and 5K; K 2").text == "K1, K12 and 5K; Child K 2"


def test_what_stands_for_a_place_begins_a_sentence_with_a_capital() -> None:
    written = "Northbrook agreed. Northbrook wrote; in Northbrook"
    assert a_reader().render(written).text == "the town agreed. The town wrote; in the town"


def test_people_of_other_alphabets_are_hidden_too() -> None:
    reader = Anonymous([Who(("Иван Петров",), "Father"), Who(("محمد خان",), "Uncle")])
    assert reader.render("«Иван» и ПЕТРОВ; محمد خان").text == "«Father» и Father; Uncle"


def test_whoever_goes_by_a_form_comes_before_those_it_is_taken_from() -> None:
    child, officer = Who(("Robyn Askerdale", "R", "Bobbie"), "Child W"), Who(("R Vane", "Bobbie Vane"), "PC2")
    reader = Anonymous([child, officer])
    assert reader.render("R on play mat. Bobbie slept. R Vane rang.").text == (
        "Child W on play mat. Child W slept. PC2 rang."
    )
    both = Anonymous([child, Who(("Rudi Vane", "R"), "PC2")])
    assert both.render("R on play mat").text == "Child W or PC2 on play mat"


def test_an_alias_of_initials_counts_only_as_it_is_written() -> None:
    reader = Anonymous([Who(("Marcus Ellingthwaite", "ME"), "SW1"), Who(("Ed Thurlow",), "Uncle")])
    assert reader.to_decide == {}
    assert reader.render("ME saw me. Me too; I did. Ed came").text == "SW1 saw me. Me too; I did. Uncle came"
    other = Anonymous([Who(("Ellen Drewitt", "ED"), "SW2"), Who(("Ed Thurlow",), "Uncle")])
    assert other.render("ED saw Ed.").text == "SW2 saw Uncle."
    # Someone whose every name is written in capitals is found however it is written.
    assert Anonymous([Who(("SAM FENWICK", "SAM"), "Father")]).render("Sam").text == "Father"


def test_a_letter_that_is_an_alias_is_no_part_of_somebody_else_s_name_in_a_field() -> None:
    reader = Anonymous([Who(("Robyn Fenwick", "R"), "Child W", "", subject=True)])
    assert reader.say_name("R. Sandringhame") == ""
    assert reader.say_name("R") == "Child W"
    assert reader.say_name("R / Robyn") == "Child W"
