"""`python -m cli`: the same as the `mlflow-tui` script."""

import sys

from mlflow_tui.cli.main import main

sys.exit(main())
