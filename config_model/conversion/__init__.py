"""Values of other MLflow charts, converted to values of this one."""
