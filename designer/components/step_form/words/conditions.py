"""Words of conditions."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "when.all": ("toutes ces conditions", "all of these"),
    "when.any": ("au moins une", "at least one"),
    "when": ("Le client prend ce chemin si", "The customer takes this path if"),
    "attribute": ("Champ", "Field"),
    "attribute.hint": ("Choisir ou écrire un champ", "Choose or write a field"),
    "operator": ("Comparaison", "Comparison"),
    "compared": ("Valeur", "Value"),
    "compared.many": ("Valeurs, séparées par des virgules", "Values, parted by commas"),
    "condition.add": ("Condition", "Condition"),
    "condition.nested": (
        "Condition composée, écrite dans un fichier : {words}. Elle reste telle quelle.",
        "A nested condition, written in a file: {words}. It stays as it is.",
    ),
    "branch.otherwise": (
        "Les chemins sont essayés dans l’ordre ; si aucun ne convient : Sinon.",
        "Paths are tried in order; when none fits: Otherwise.",
    ),
    "op.is": ("est", "is"),
    "op.is_not": ("n’est pas", "is not"),
    "op.contains": ("contient", "contains"),
    "op.starts_with": ("commence par", "starts with"),
    "op.one_of": ("est l’un de", "is one of"),
    "op.more_than": ("est plus de", "is more than"),
    "op.at_least": ("est au moins", "is at least"),
    "op.less_than": ("est moins de", "is less than"),
    "op.at_most": ("est au plus", "is at most"),
    "op.before": ("est avant le", "is before"),
    "op.after": ("est après le", "is after"),
    "op.is_set": ("est connu", "is known"),
    "op.is_not_set": ("est inconnu", "is unknown"),
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
}
