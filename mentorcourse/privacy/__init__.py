"""What the course owes those who confide in it: the notice and their consent, the record of who did what, ways out."""
