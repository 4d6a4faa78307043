"""What is under discussion, as a chain over the turns: evidence per turn, and whether the subject stays.

A conditional random field with one state per work model.  Between two turns the subject stays with the
log potential `stay`, or passes to any other with potential 1; every turn adds the log potential
`node[turn, model]`.  Both are linear in few features that are shared by all work models, so that a model
that was rarely coded, or a codebook that nobody coded with yet, needs nothing of its own.  Turns without
a tag say nothing and are summed over.  (Lafferty, McCallum & Pereira 2001; with hidden states, Quattoni
et al. 2007.)
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

STEPS = 80
RATE = 0.1
STIFFNESS = 10.0  # of what a turn shows, towards 0
STIFFNESS_OF_STAYING = 1.0  # towards `STAYS`
NEVER = -30.0


def forward_backward(node: Floats, stay: Floats) -> tuple[Floats, Floats]:
    """Probability of every subject at every turn, and that it stayed.

    Parameters
    ----------
    node
        Chains by turns by models; what a padded turn holds does not matter if it holds zeros.
    stay
        Chains by turns: log potential of the step into the turn.

    Returns
    -------
    gamma
        Like `node`; sums to 1 over models.
    stayed
        Like `stay`; 0 at the first turn.
    """
    n_chains, n_turns, n_models = node.shape
    seen = np.exp(node - node.max(axis=2, keepdims=True)).transpose(1, 0, 2).copy()
    kept = np.exp(np.clip(stay, -8, 8)).T[:, :, None] - 1
    ahead, back = np.empty_like(seen), np.empty_like(seen)
    ahead[0] = seen[0] / seen[0].sum(axis=1, keepdims=True)
    for k in range(1, n_turns):
        now = (kept[k] * ahead[k - 1] + 1) * seen[k]
        ahead[k] = now / now.sum(axis=1, keepdims=True)
    back[-1] = 1 / n_models
    for k in range(n_turns - 2, -1, -1):
        later = seen[k + 1] * back[k + 1]
        now = kept[k + 1] * later + later.sum(axis=1, keepdims=True)
        back[k] = now / now.sum(axis=1, keepdims=True)
    gamma = ahead * back
    gamma /= gamma.sum(axis=2, keepdims=True)
    stayed = np.zeros((n_turns, n_chains))
    later = seen[1:] * back[1:]
    same = (ahead[:-1] * later).sum(axis=2)
    held = same * (kept[1:, :, 0] + 1)
    stayed[1:] = held / (held + later.sum(axis=2) - same)
    return gamma.transpose(1, 0, 2), stayed.T


def fit_chain(
    shows: Floats, steps: Floats, known: Floats, inside: Bools, weight: Floats, stays: Floats
) -> tuple[Floats, Floats]:
    """Learn the weights of several learners at once, by ascent on the penalised likelihood.

    Parameters
    ----------
    shows
        Learners by chains by turns by models by features.
    steps
        Learners by chains by turns by features of the step into the turn.
    known
        Chains by turns by models: 0 where the subject may be, `NEVER` where a coder says that it is not.
    inside
        Chains by turns: no padding.
    weight
        Learners by chains; 0 for what a learner must not see.
    stays
        Weights of `steps` to begin with, and towards which they are held.

    Returns
    -------
    Weights of `shows` and of `steps`, a row per learner.
    """
    n_learners, n_chains, n_turns, n_models, n_shown = shows.shape
    of_shown = np.zeros((n_learners, n_shown))
    of_steps = np.tile(stays, (n_learners, 1))
    first, second = (np.zeros((n_learners, n_shown + steps.shape[-1])) for _ in range(2))
    shows_used = shows * inside[None, :, :, None, None]
    used = weight[:, :, None] * inside
    entered = used.copy()
    entered[:, :, 0] = 0
    flat = (2 * n_learners * n_chains, n_turns)
    for step in range(1, STEPS + 1):
        node = np.matmul(shows_used, of_shown[:, None, None, :, None])[..., 0]
        stay = np.matmul(steps, of_steps[:, None, :, None])[..., 0]
        gamma, stayed = forward_backward(
            np.stack([node, node + known]).reshape(*flat, n_models), np.stack([stay, stay]).reshape(flat)
        )
        free, told = gamma.reshape(2, n_learners, n_chains, n_turns, n_models)
        left, right = stayed.reshape(2, n_learners, n_chains, n_turns)
        pull = (told - free) * used[..., None]
        slope = np.concatenate(
            [
                np.matmul(
                    pull.reshape(n_learners, 1, -1), shows_used.reshape(n_learners, -1, n_shown)
                )[:, 0] - STIFFNESS * of_shown,
                np.matmul(
                    ((right - left) * entered).reshape(n_learners, 1, -1),
                    steps.reshape(n_learners, -1, steps.shape[-1]),
                )[:, 0] - STIFFNESS_OF_STAYING * (of_steps - stays),
            ],
            axis=1,
        )  # fmt: skip
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = RATE if step < 0.6 * STEPS else 0.3 * RATE
        move = rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        of_shown = of_shown + move[:, :n_shown]
        of_steps = of_steps + move[:, n_shown:]
    return of_shown, of_steps
