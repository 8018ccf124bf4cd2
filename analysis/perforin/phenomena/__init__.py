"""How often a trial shows what immunotherapy is known for: pseudoprogression, abscopal effect, …"""
