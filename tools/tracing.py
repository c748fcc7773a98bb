"""A pytest plugin that notes which instructions of which code the tests' node has executed.

Every transaction and every call is traced a second time, by a tracer that runs inside the node and
answers with program counters only. Contracts are known by the hash at the end of their code, as an
address may belong to another contract after a revert.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from typing import Any

from tools.stamp import ROOT

TRACES = ROOT / "build" / "traces.json"
HASH = 106  # Hexadecimal digits at the end of the code: 53 bytes of metadata, with its hash.
PATIENCE = 5.0  # {s} for a transaction to be mined.

# `c` holds counters by address; "7:1" is a jump at 7 that was taken, "7:0" one that was not.
# Creation code has counters of its own, so what runs inside a creation is left out.
TRACER = """{
  c: {}, top: {}, frames: [], jump: null,
  note: function(log, word) {
    var kept = this.frames.length ? this.frames[this.frames.length - 1] : this.top;
    var a = toHex(log.contract.getAddress());
    if (kept !== false) (kept[a] = kept[a] || {})[word] = 1;
  },
  step: function(log) {
    var pc = log.getPC(), jump = this.jump;
    if (jump && jump.depth === log.getDepth())
      this.note(log, jump.pc + ':' + (pc === jump.pc + 1 ? 0 : 1));
    this.jump = log.op.toString() === 'JUMPI' ? {pc: pc, depth: log.getDepth()} : null;
    this.note(log, pc);
  },
  enter: function(frame) {
    this.frames.push(frame.getType().indexOf('CREATE') === 0 ? false : this.c);
  },
  exit: function() { this.frames.pop(); },
  fault: function() {},
  result: function(ctx) {
    var out = {}, all = [this.c].concat(ctx.type.indexOf('CREATE') === 0 ? [] : [this.top]);
    all.forEach(function(kept) {
      for (var a in kept) out[a] = (out[a] || []).concat(Object.keys(kept[a]));
    });
    return out;
  }
}"""

seen: dict[str, set[str]] = defaultdict(set)


def pytest_configure() -> None:
    """Listens to whatever speaks to the node through web3."""
    from web3 import HTTPProvider

    ask = HTTPProvider.make_request

    def make_request(self: Any, method: Any, params: Any) -> Any:
        answer = ask(self, method, params)
        follow(lambda name, *values: ask(self, name, list(values)), method, params, answer)
        return answer

    HTTPProvider.make_request = make_request  # type: ignore[method-assign]


def pytest_sessionfinish() -> None:
    TRACES.write_text(json.dumps({code: sorted(words) for code, words in seen.items()}))


def follow(ask: Any, method: str, params: Any, answer: Any) -> None:
    """Traces what was just asked for, where it ran code."""
    if method == "eth_call":
        options = {"tracer": TRACER}
        keep(ask, ask("debug_traceCall", params[0], params[1], options))
    elif method == "eth_sendTransaction" or method == "eth_sendRawTransaction":
        keep(ask, traced(ask, hash_of(answer)))


def hash_of(answer: Any) -> str | None:
    """A reverted transaction is in its block too; the node hides its hash in the error."""
    if "result" in answer:
        return str(answer["result"])
    data = answer.get("error", {}).get("data")
    return data.get("txHash") if isinstance(data, dict) else None


def traced(ask: Any, transaction: str | None) -> Any:
    """The trace, once the transaction is mined; nothing where it never is."""
    deadline = time.monotonic() + PATIENCE
    while transaction and time.monotonic() < deadline:
        if ask("eth_getTransactionReceipt", transaction).get("result"):
            return ask("debug_traceTransaction", transaction, {"tracer": TRACER})
        time.sleep(0.002)
    return {}


def keep(ask: Any, answer: Any) -> None:
    """Files the words of each address under the code that lies there now."""
    for address, words in (answer.get("result") or {}).items():
        code = ask("eth_getCode", address, "latest")["result"]
        seen[code[-HASH:]].update(words)
