"""The official client of OpenAI."""

from openai import OpenAI
from pydantic import BaseModel

from case_loop import checked, serve


class Answer(BaseModel):
    answer: int


def client(url, key="none", retries=0, timeout=60):
    return OpenAI(base_url=url + "/openai/v1", api_key=key, max_retries=retries, timeout=timeout)


def create(url, how=None, **asked):
    completion = checked(client(url, **(how or {})).chat.completions.create(**asked))
    return {**completion.model_dump(mode="json"), "request_id": completion._request_id}


def stream(url, **asked):
    return [checked(chunk).model_dump(mode="json") for chunk in client(url).chat.completions.create(stream=True, **asked)]


def parse(url, **asked):
    return client(url).chat.completions.parse(response_format=Answer, **asked).choices[0].message.parsed.model_dump(mode="json")


def leave(url, **asked):
    """Goes after the first text."""
    with client(url).chat.completions.create(stream=True, **asked) as chunks:
        for chunk in chunks:
            if chunk.choices and chunk.choices[0].delta.content:
                return chunk.choices[0].delta.content


def models(url):
    return [checked(model).id for model in client(url).models.list()]


def model(url, name):
    return checked(client(url).models.retrieve(name)).model_dump(mode="json")


def respond(url, **asked):
    response = checked(client(url).responses.create(**asked))
    checked(client(url).responses.retrieve(response.id))
    return {**response.model_dump(mode="json"), "output_text": response.output_text}


def respond_raw(url, **asked):
    """The events as they come, before the client makes its own of them."""
    return [checked(event).type for event in client(url).responses.create(stream=True, **asked)]


def respond_stream(url, **asked):
    with client(url).responses.stream(**asked) as events:
        types = [event.type for event in events]
        return {"types": types, "output_text": events.get_final_response().output_text}


serve({f.__name__: f for f in (create, stream, parse, leave, models, model, respond, respond_raw, respond_stream)})
