// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/span.h"
#include "model/architecture.h"
#include "model/matrix.h"
#include "model/placement.h"
#include "model/rope.h"

#include <ATen/ATen.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <span>

namespace needlescope {

struct LoadOptions;

struct Linear
{
    Matrix weight; ///< (out, in)
    at::Tensor bias; ///< (out), or undefined

    bool defined() const { return weight.defined(); }
};

/// Products of the same activations.
using Linears = std::initializer_list<std::reference_wrapper<const Linear>>;

struct Norm
{
    at::Tensor weight; ///< (size), float32, the offset added
    at::Tensor bias; ///< (size), or undefined
    at::Tensor weightsOfParts; ///< (parts * size), what each part of a row is multiplied with behind the norm; or undefined
    NormParameters parameters;

    bool defined() const { return weight.defined(); }
};

/// Cosines and sines on the device, (rows, size / 2), float32.
struct Rotation
{
    at::Tensor cosines;
    at::Tensor sines;
    at::Tensor queryScales; ///< (rows, 1), or undefined
};

/// Of one layer; keys are rotated. How keys lie in memory is the backend's own business.
struct KeyValues
{
    at::Tensor keys;
    at::Tensor values; ///< (nKvHeads, capacity, dValue)
};

/// What a layer with a Recurrence has kept of a sequence; float32. Tensors are never written again, so that branches share them.
struct RecurrentState
{
    at::Tensor inputs; ///< of the convolution, (channels, taps - 1), the latest last
    at::Tensor memory; ///< (nHeads, dKey, dValue), or undefined
};

/// Of rows of one or of several sequences.
struct RecurrentInputs
{
    at::Tensor queries; ///< (rows, nKeyHeads * dKey)
    at::Tensor keys; ///< (rows, nKeyHeads * dKey)
    at::Tensor values; ///< (rows, nHeads * dValue)
    at::Tensor steps; ///< (rows, Recurrence::steps()), softplus(step + bias) being how long the memory fades; undefined: 1
    at::Tensor strengths; ///< (rows, nHeads), DeltaRule
    at::Tensor rates; ///< (nHeads)
    at::Tensor stepBias; ///< (Recurrence::steps())
    at::Tensor skip; ///< (nHeads), StateSpace; or undefined
};

/// A filled part of a KeyValues.
struct Keys
{
    const KeyValues *of = nullptr;
    int size = 0; ///< positions
};

/// What one head sees of the keys that its layer shows it: the first and the most recent positions, its own among them.
struct HeadWindow
{
    int sinks = 0;
    int recent = 0; ///< 0: it sees all

    bool seesAll() const { return recent == 0; }
    friend bool operator==(const HeadWindow &, const HeadWindow &) = default;
};

/// Of the heads of a layer, (nHeads); empty: all see all.
using HeadWindows = std::vector<HeadWindow>;

/// HeadSummaries::recentMass counts these.
inline constexpr int recentPositions = 32;

/// What is captured of one attention row.
struct RowSummary
{
    std::int32_t argmax = 0;
    float weight = 0;
    float needleMass = 0;
    float sinkMass = 0;
    float recentMass = 0;
};

/// One branch's part of a decoding step at one layer: a query behind the prompt and the tail.
struct StepRow
{
    Keys prompt;
    Keys tail;
    TokenSpan needle;
    RowSummary *summaries = nullptr; ///< (nHeads), to be filled; null: not captured
    HeadWindows windows{};
};

/// Where a branch keeps what is new at one step of one layer, and which rows that is.
struct StepPlace
{
    KeyValues *tail = nullptr;
    at::Tensor *queries = nullptr; ///< (steps, nHeads * dHead); null: not captured
    int step = 0;
    std::int64_t keyRow = 0; ///< of its keys and values
    std::int64_t queryRow = 0;
};

/// Everything that depends on where and how numbers are computed. Activations are (rows, columns) and belong to the backend's device.
class Backend
{
public:
    /// @p sizes decide which GPUs "cuda" takes. Throws EngineError: unknown device, no such device here, too little memory on the GPUs.
    static std::unique_ptr<const Backend> make(const LoadOptions &options, const std::string &weightType, const WeightSizes &sizes);
    virtual ~Backend() = default;

    /// The backend of one layer's device: its weights, keys, values and queries are made with it.
    virtual const Backend &ofLayer(int /*layer*/) const { return *this; }

    /// @p x on this backend's device.
    virtual at::Tensor brought(const at::Tensor &x) const { return x; }

    /// To be called in a thread before it computes: how many threads help it is a property of the calling thread.
    virtual void enterThread() const { }

    /// @p stored as it is used by linear() and embed(), with its memory where that is possible.
    virtual Matrix matrix(const Matrix &stored) const = 0;
    at::Tensor vector(const TensorView &view) const; ///< a bias or a norm's weight

    virtual at::Tensor embed(const Matrix &table, std::span<const std::int32_t> ids) const = 0;
    virtual at::Tensor norm(const at::Tensor &x, const Norm &norm) const = 0;
    virtual at::Tensor linear(const at::Tensor &x, const Linear &linear) const = 0;
    virtual std::vector<at::Tensor> linears(const at::Tensor &x, Linears all) const; ///< the same as linear() of each
    virtual void rotate(at::Tensor &heads, const Rotation &rotation, int dHead) const = 0;
    virtual at::Tensor activated(at::Tensor x, Activation activation) const = 0;
    virtual at::Tensor gated(at::Tensor gate, const at::Tensor &up, Activation activation) const = 0; ///< activation(gate) * up

    /// Causal convolution of each channel of @p x, (rows, channels), with @p taps, (channels, taps), the last one being the row's own. As
    /// for remembered(), one state: the rows are one sequence; otherwise each has its own. The states move on.
    virtual at::Tensor convolved(
        const at::Tensor &x, const at::Tensor &taps, const at::Tensor &bias, std::span<RecurrentState> states) const;

    /// What each query finds in the memory once its row's key and value are in it, (rows, nHeads * dValue).
    virtual at::Tensor remembered(const Recurrence &recurrence, const RecurrentInputs &inputs, std::span<RecurrentState> states) const;

    virtual KeyValues emptyKeyValues(HeadShape shape, int capacity) const = 0;
    virtual at::Tensor emptyRows(std::int64_t rows, std::int64_t columns) const; ///< that last as long as a branch

    /// Puts @p keys, (rows, nKvHeads * dHead), and @p values, (rows, nKvHeads * dValue), at positions first, first + 1, ...
    virtual void store(KeyValues &to, int first, const at::Tensor &keys, const at::Tensor &values) const = 0;

    /// Puts each branch's rows of one step in their places.
    virtual void storeStep(
        std::span<const StepPlace> places, const at::Tensor &queries, const at::Tensor &keys, const at::Tensor &values) const;

    /// Copies the first @p size positions.
    virtual void copy(KeyValues &to, const KeyValues &from, int size) const = 0;

    /// The first @p size keys, (nKvHeads, size, dHead).
    virtual at::Tensor plainKeys(const KeyValues &keyValues, int size) const = 0;

    /// Causal attention of the queries of positions first, first + 1, ... (rows, nHeads * dHead) on the keys up to their own. Returns
    /// (rows, nHeads * dValue), as attendStep() does.
    virtual at::Tensor attendPrompt(
        const at::Tensor &queries, const KeyValues &keyValues, int first, HeadShape shape, const HeadWindows &windows) const = 0;

    /// Attention of queries(i), (nHeads * dHead), on the keys of rows[i]. A row's result does not depend on the others.
    virtual at::Tensor attendStep(const at::Tensor &queries, std::span<const StepRow> rows, HeadShape shape) const = 0;

    /// Attention weights of one head with @p query (dHead); the same numbers that attendStep() used.
    virtual std::vector<float> attentionRow(
        const at::Tensor &query, const Keys &prompt, const Keys &tail, int head, HeadShape shape, HeadWindow window) const = 0;

    /// Sets one head's numbers in all @p rows, to 0 where @p value is undefined, else to value (dHead).
    virtual void overwrite(at::Tensor &rows, int head, int dHead, const at::Tensor &value) const = 0;

    /// Activations and caches are made with these.
    virtual at::TensorOptions options() const = 0;
    Rotation rotation(const RotationTable &table, std::int64_t rows) const;

    /// Rows of one step whose results are the same as alone.
    virtual std::size_t stepRows() const = 0;

    /// What prompts are read with: made for many rows. Its results may differ in the last bits from those of steps.
    virtual const Backend &forPrompts() const { return *this; }

    /// Whether a row of a prompt, or of a step, has the same results whatever rows are computed with it.
    virtual bool rowsIndependent() const { return false; }
};

/// The whole map at once, in torch's operations on any device: the yardstick of the fast paths. Returns outputs (rows, nHeads * dValue) and
/// weights (nHeads, rows, first + rows).
std::pair<at::Tensor, at::Tensor> attendPlainly(
    const Backend &backend, const at::Tensor &queries, const KeyValues &keyValues, int first, HeadShape shape, const HeadWindows &windows);

/// How the CPU multiplies activations with weights of 16 bits or fewer: in float32, or both rounded to bf16, as torch does with a bf16
/// model. Sums are float32.
enum class Products { Exact, Rounded };

std::unique_ptr<const Backend> makeCpuBackend(int threads, Products products = Products::Exact);

/// @p devices are those of the layers; one: of all.
std::unique_ptr<const Backend> makeTorchBackend(const std::vector<at::Device> &devices, at::ScalarType type);

/// Attention scores from products of queries and keys: scaled and capped.
at::Tensor attentionScores(const at::Tensor &products, HeadShape shape);

/// Weights of scores (nHeads, rows, keys): the softmax, sinks counted.
at::Tensor softmaxBesideSinks(const at::Tensor &scores, HeadShape shape);

} // namespace needlescope
