"""What we offer: programmes, cohorts, enrolments."""
