"""Carries out cases for a test: a JSON object a line comes in, and one goes out."""

import json
import sys


def serve(cases):
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"value": cases[asked["case"]](**asked["with"])}
        except Exception as error:  # whatever the client raises is what the test wants to see
            answer = {"error": described(error)}
        print(json.dumps(answer), flush=True)


def checked(model):
    """Both vendors' clients take answers as they come; here each has to be what their own types say."""
    type(model).model_validate(model.to_dict(mode="json"))
    return model


def described(error):
    return {
        "classes": [kind.__name__ for kind in type(error).__mro__],
        "message": str(error),
        "status": getattr(error, "status_code", None),
        "code": getattr(error, "code", None),
        "body": getattr(error, "body", None),
        "request_id": getattr(error, "request_id", None),
    }
