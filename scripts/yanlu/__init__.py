"""yanlu 言录: a folder of raw speech texts becomes a reading site."""
