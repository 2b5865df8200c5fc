"""The main house: helping enterprises adopt digital tools. Each room is a Django app."""
