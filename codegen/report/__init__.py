"""The report: what a new file would change, made once (`making`) and rendered four ways."""
