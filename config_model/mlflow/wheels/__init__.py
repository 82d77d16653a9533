"""What the wheels of MLflow say about it. Only `config_model.mlflow.generate` reads them, and nothing at run time."""
