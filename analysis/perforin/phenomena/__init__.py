"""How often a trial shows pseudoprogression, the abscopal effect and what else there is."""
