"""The levels of administrative units."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Law 72/2025/QH15 and resolution 1663/NQ-UBTVQH15 of 16/06/2025 (Đồng Tháp): two-level government
# and the new units begin on 1 July 2025. The date itself stands in the data, not here.


class Level(models.TextChoices):
    """The level of a unit; the district level ends on 30 June 2025."""

    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune, ward or township")
