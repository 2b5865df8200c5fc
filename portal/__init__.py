"""The roof and the floor of the house.

Floor (everything may stand on it): ``portal.shared``, ``portal.accounts``.
Roof (it may stand on everything): ``portal.settings``, ``portal.urls``, ``portal.setup``,
``portal.dashboard``.
"""
