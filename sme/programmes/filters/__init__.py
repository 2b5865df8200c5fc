"""How people narrow lists: applications, the support ledger, its contracts, solutions, milestones and tasks."""

from sme.programmes.filters.adoption import SolutionFilter, UseFilter
from sme.programmes.filters.applications import ApplicationFilter
from sme.programmes.filters.enterprises import OfEnterprise
from sme.programmes.filters.following import MilestoneFilter, TaskFilter
from sme.programmes.filters.support import ContractFilter, SupportFilter

__all__ = [
    "ApplicationFilter",
    "ContractFilter",
    "MilestoneFilter",
    "OfEnterprise",
    "SolutionFilter",
    "SupportFilter",
    "TaskFilter",
    "UseFilter",
]
