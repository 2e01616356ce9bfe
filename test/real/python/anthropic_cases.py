"""The official client of Anthropic."""

from anthropic import Anthropic
from pydantic import BaseModel

from case_loop import checked, serve


class Answer(BaseModel):
    answer: int


def client(url, key="none", retries=0, timeout=60):
    return Anthropic(base_url=url + "/anthropic", api_key=key, max_retries=retries, timeout=timeout)


def create(url, how=None, **asked):
    message = checked(client(url, **(how or {})).messages.create(max_tokens=100, **asked))
    return {**message.model_dump(mode="json"), "request_id": message._request_id}


def stream(url, **asked):
    with client(url).messages.stream(max_tokens=100, **asked) as events:
        types = [event.type for event in events]
        return {"types": types, "message": events.get_final_message().model_dump(mode="json")}


def stream_raw(url, **asked):
    """The events as they come, before the client makes its own of them."""
    return [checked(event).type for event in client(url).messages.create(max_tokens=100, stream=True, **asked)]


def parse(url, **asked):
    return client(url).messages.parse(max_tokens=100, output_format=Answer, **asked).parsed_output.model_dump(mode="json")


def leave(url, **asked):
    """Goes after the first text."""
    with client(url).messages.stream(max_tokens=100, **asked) as events:
        for text in events.text_stream:
            return text


def models(url):
    return [checked(model).id for model in client(url).models.list(limit=3)]


def model(url, name):
    return checked(client(url).models.retrieve(name)).model_dump(mode="json")


def count(url, **asked):
    return client(url).messages.count_tokens(**asked).input_tokens


serve({f.__name__: f for f in (create, stream, stream_raw, parse, leave, models, model, count)})
