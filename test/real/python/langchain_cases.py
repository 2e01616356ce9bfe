"""LangChain, over each of the three surfaces."""

from langchain_anthropic import ChatAnthropic
from langchain_openai import ChatOpenAI
from pydantic import BaseModel

from case_loop import serve


class Answer(BaseModel):
    """What is asked for."""

    answer: int


def chat(url, over, model):
    if over == "messages":
        return ChatAnthropic(model=model, api_key="none", base_url=url + "/anthropic", max_retries=0)
    return ChatOpenAI(model=model, api_key="none", base_url=url + "/openai/v1", max_retries=0, use_responses_api=over == "responses")


def create(url, over, model, messages):
    answer = chat(url, over, model).invoke(messages)
    return {"text": answer.text, "usage": answer.usage_metadata}


def stream(url, over, model, messages):
    return [chunk.text for chunk in chat(url, over, model).stream(messages) if chunk.text]


def parse(url, over, model, messages):
    return chat(url, over, model).with_structured_output(Answer, method="json_schema").invoke(messages).model_dump()


def leave(url, over, model, messages):
    """Goes after the first text."""
    chunks = chat(url, over, model).stream(messages)
    text = next(chunk.text for chunk in chunks if chunk.text)
    chunks.close()
    return text


serve({f.__name__: f for f in (create, stream, parse, leave)})
