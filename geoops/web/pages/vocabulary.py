"""The vocabularies of the encounter form: languages in their own names, needs, procedures."""

from flask_babel import gettext as _

from geoops.records import Explained, Need

LANGUAGES = (
    ("ar", "العربية"),
    ("ckb", "کوردی"),
    ("kmr", "Kurmancî"),
    ("prs", "دری"),
    ("ps", "پښتو"),
    ("fa", "فارسی"),
    ("ti", "ትግርኛ"),
    ("am", "አማርኛ"),
    ("om", "Afaan Oromoo"),
    ("so", "Soomaali"),
    ("en", "English"),
    ("fr", "Français"),
    ("sq", "Shqip"),
    ("vi", "Tiếng Việt"),
    ("ur", "اردو"),
    ("tr", "Türkçe"),
    ("ru", "Русский"),
)
"""BCP 47 tags and autonyms, the ones most heard on this coast first."""


def need_words() -> dict[Need, str]:
    """What a group may lack, in the reader's language."""
    return {
        Need.WATER: _("Water"),
        Need.FOOD: _("Food"),
        Need.CLOTHING: _("Clothing"),
        Need.SHELTER: _("Shelter"),
        Need.MEDICAL: _("Medical care"),
        Need.LEGAL_INFORMATION: _("Legal information"),
        Need.HYGIENE: _("Hygiene"),
    }


def explained_words() -> dict[Explained, str]:
    """The procedures that a team explains, in the reader's language."""
    return {
        Explained.ASYLUM: _("Asylum"),
        Explained.ACCOMMODATION: _("Accommodation"),
        Explained.VOLUNTARY_RETURN: _("Voluntary return (ARV)"),
    }
