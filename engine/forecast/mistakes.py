"""What a person gave that cannot be used: which thing, and what to do instead, in French and English."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str]] = {
    "no_card": (
        "Aucun tarif n’est connu au {day} ; le premier date du {first}. Choisissez un début plus tardif.",
        "No prices are known for {day}; the first ones are of {first}. Choose a later start.",
    ),
    "unknown_assumption": (
        "« {key} » n’est pas une hypothèse de ce parcours. Il y a : {known}.",
        "“{key}” is no assumption of this journey. There are: {known}.",
    ),
    "assumption_shape": (
        "« {text} » ne se lit pas. Écrivez par exemple answer.yes=40% ou answer.yes=20%..40%..60%.",
        "“{text}” cannot be read. Write for example answer.yes=40% or answer.yes=20%..40%..60%.",
    ),
    "share_range": (
        "« {text} » : une part va de 0 % à 100 %.",
        "“{text}”: a share lies between 0% and 100%.",
    ),
    "range_order": (
        "« {text} » : écrivez du plus bas au plus haut.",
        "“{text}”: write the lowest first and the highest last.",
    ),
    "shares_too_many": (
        "Les parts de « {step} » font {sum} % ensemble. Baissez-en une : elles font 100 % au plus, le reste est le silence.",
        "The shares of “{step}” make {sum}% together. Lower one: they make 100% at most, what is left is silence.",
    ),
    "audience_empty": (
        "{name} : personne dans ce fichier. Ajoutez une ligne par personne sous la ligne des colonnes.",
        "{name}: nobody is in this file. Add one line a person under the line of columns.",
    ),
    "audience_encoding": (
        "{name} : ce n’est pas un texte UTF-8. Enregistrez le tableau en « CSV UTF-8 ».",
        "{name}: this is no UTF-8 text. Save the table as “CSV UTF-8”.",
    ),
    "audience_no_number": (
        "{name}, ligne 1 : il manque une colonne « whatsapp », « phone » ou « country ». Ajoutez-la : le prix dépend du pays.",
        "{name}, line 1: there is no column “whatsapp”, “phone” or “country”. Add one: the price depends on the country.",
    ),
    "audience_column_twice": (
        "{name}, ligne 1 : deux colonnes s’appellent « {column} ». Renommez-en une.",
        "{name}, line 1: two columns are called “{column}”. Rename one.",
    ),
    "audience_width": (
        "{name}, ligne {line} : {found} valeurs pour {columns} colonnes. Mettez entre guillemets les textes qui contiennent « {separator} ».",
        "{name}, line {line}: {found} values for {columns} columns. Put texts that hold “{separator}” in quotation marks.",
    ),
    "audience_number": (
        "{name}, ligne {line} : « {value} » n’est pas un numéro international. Écrivez l’indicatif du pays et le numéro, comme 33600000001.",
        "{name}, line {line}: “{value}” is no international number. Write the country code and the number, such as 33600000001.",
    ),
    "audience_country": (
        "{name}, ligne {line} : « {value} » n’est pas un pays connu. Écrivez son code ISO à deux lettres, comme FR, ou son nom.",
        "{name}, line {line}: “{value}” is no country known here. Write its two-letter ISO code, such as FR, or its name.",
    ),
    "quiet_hours": (
        "« {text} » ne se lit pas comme des heures calmes. Écrivez-les par exemple 21:00-08:00.",
        "“{text}” cannot be read as quiet hours. Write them for example 21:00-08:00.",
    ),
    "country": (
        "« {text} » n’est pas un pays connu. Écrivez son code ISO à deux lettres, comme FR, ou son nom.",
        "“{text}” is no country known here. Write its two-letter ISO code, such as FR, or its name.",
    ),
    "audience_zone": (
        "{name}, ligne {line} : « {value} » n’est pas un fuseau horaire. Écrivez par exemple Europe/Paris.",
        "{name}, line {line}: “{value}” is no time zone. Write for example Europe/Paris.",
    ),
    "audience_consent": (
        "{name}, ligne {line} : « {value} » n’est pas un accord. Écrivez marketing, service, all ou none.",
        "{name}, line {line}: “{value}” is no consent. Write marketing, service, all or none.",
    ),
    "audience_quotes": (
        "{name}, ligne {line} : un guillemet n’est pas fermé. Fermez-le ou doublez-le.",
        "{name}, line {line}: a quotation mark is not closed. Close it or double it.",
    ),
    "audience_too_many": (
        "{name} : plus de {most} personnes. Prenez-en moins ici, ou lancez « parcours forecast », qui n’a pas de limite.",
        "{name}: more than {most} people. Take fewer here, or run “parcours forecast”, which has no limit.",
    ),
    "audience_nobody": (
        "Aucun client ne correspond à ce segment. Choisissez-en un autre, ou donnez un fichier.",
        "No customer fits this segment. Choose another one, or give a file.",
    ),
    "no_start": (
        "Aucun départ de ce parcours ne mène à une étape. Reliez-en un.",
        "No start of this journey leads to a step. Connect one.",
    ),
    "unknown_start": (
        "« {start} » n’est pas un départ de ce parcours. Il y a : {known}.",
        "“{start}” is no start of this journey. There are: {known}.",
    ),
    "templates_shape": (
        "{name} : ce n’est pas une liste de modèles (JSON, avec name, language, category et components).",
        "{name}: this is no list of templates (JSON with name, language, category and components).",
    ),
    "sms_price": (
        "« {text} » n’est pas un prix par SMS. Écrivez 0.05, ou FR=0.05 pour un pays.",
        "“{text}” is no price of an SMS. Write 0.05, or FR=0.05 for one country.",
    ),
    "at": (
        "« {text} » n’est pas un moment. Écrivez par exemple 2026-12-01T10:00.",
        "“{text}” is no moment. Write for example 2026-12-01T10:00.",
    ),
}


class Mistake(ValueError):
    """`key` names the sentence, `facts` fill it."""

    def __init__(self, key: str, /, **facts: str) -> None:
        self.key, self.facts = key, facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """French for `fr…`, else English."""
        french, english = SENTENCES[self.key]
        return (french if language.startswith("fr") else english).format(**self.facts)
