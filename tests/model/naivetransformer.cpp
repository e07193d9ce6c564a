// SPDX-License-Identifier: GPL-3.0-or-later
#include "naivetransformer.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace needlescope {

namespace {

using Matrix = Eigen::MatrixXd;

class NaiveTransformer
{
public:
    NaiveTransformer(const TinyCheckpoint &checkpoint, const Intervention &intervention, int firstChanged)
        : m_checkpoint(checkpoint)
        , m_type(checkpoint.config.at("model_type"))
        , m_intervention(intervention)
        , m_firstChanged(firstChanged)
    {
    }

    NaivePass pass(std::span<const std::int32_t> ids) const
    {
        NaivePass pass;
        const Matrix embedding = weight("model.embed_tokens.weight");
        Matrix x(static_cast<Eigen::Index>(ids.size()), embedding.cols());
        for (std::size_t i = 0; i < ids.size(); ++i)
            x.row(static_cast<Eigen::Index>(i)) = embedding.row(ids[i]);
        if (m_type == "gemma")
            x *= std::sqrt(static_cast<double>(embedding.cols()));
        for (int layer = 0; layer < number("num_hidden_layers"); ++layer) {
            const std::string prefix = "model.layers." + std::to_string(layer) + ".";
            x += attention(layer, norm(x, prefix + "input_layernorm.weight"), pass.attentions);
            x += feedForward(prefix + "mlp.", norm(x, prefix + "post_attention_layernorm.weight"));
        }
        const bool tied = m_checkpoint.config.at("tie_word_embeddings");
        pass.logits = norm(x, "model.norm.weight") * weight(tied ? "model.embed_tokens.weight" : "lm_head.weight").transpose();
        return pass;
    }

private:
    int number(const char *key) const { return m_checkpoint.config.at(key); }
    bool has(const std::string &name) const { return m_checkpoint.tensors.contains(name); }

    Matrix weight(const std::string &name) const
    {
        const TinyCheckpoint::Tensor &tensor = m_checkpoint.tensors.at(name);
        const std::int64_t columns = tensor.shape.back();
        using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        return Eigen::Map<const Rows>(tensor.numbers.data(), static_cast<Eigen::Index>(tensor.numbers.size()) / columns, columns)
            .cast<double>();
    }

    Matrix norm(const Matrix &x, const std::string &name) const
    {
        const Matrix w = weight(name).array() + (m_type == "gemma" ? 1 : 0);
        Matrix out = x;
        for (Eigen::Index row = 0; row < x.rows(); ++row)
            out.row(row) = (x.row(row) / std::sqrt(x.row(row).squaredNorm() / static_cast<double>(x.cols()) + 1e-5)).cwiseProduct(w);
        return out;
    }

    Matrix projected(const Matrix &x, const std::string &name) const
    {
        Matrix out = x * weight(name + ".weight").transpose();
        if (has(name + ".bias"))
            out.rowwise() += weight(name + ".bias").row(0);
        return out;
    }

    /// One head's queries or keys: normed where the family does, then rotated.
    Matrix positioned(const Matrix &head, const std::string &normName) const
    {
        Matrix x = has(normName) ? norm(head, normName) : head;
        const Eigen::Index half = x.cols() / 2;
        for (Eigen::Index position = 0; position < x.rows(); ++position) {
            for (Eigen::Index i = 0; i < half; ++i) {
                const double angle
                    = static_cast<double>(position) * std::pow(10000, -2.0 * static_cast<double>(i) / static_cast<double>(x.cols()));
                const double a = x(position, i);
                const double b = x(position, i + half);
                x(position, i) = a * std::cos(angle) - b * std::sin(angle);
                x(position, i + half) = b * std::cos(angle) + a * std::sin(angle);
            }
        }
        return x;
    }

    bool changes(HeadId id, Eigen::Index row) const { return row >= m_firstChanged && m_intervention.masks(id); }

    bool sees(HeadId id, Eigen::Index row, Eigen::Index key) const
    {
        const bool windowed = m_intervention.kind == MaskKind::Window && changes(id, row);
        return key <= row && (!windowed || key < m_intervention.sinkTokens || key > row - m_intervention.recentTokens);
    }

    /// Softmax of each row of @p scores.
    Matrix weightsOf(HeadId id, Matrix scores) const
    {
        for (Eigen::Index row = 0; row < scores.rows(); ++row) {
            if (m_intervention.kind == MaskKind::Uniform && changes(id, row))
                scores.row(row).setZero();
            for (Eigen::Index key = 0; key < scores.cols(); ++key)
                scores(row, key) = sees(id, row, key) ? std::exp(scores(row, key)) : 0;
            scores.row(row) /= scores.row(row).sum();
        }
        return scores;
    }

    double factorOf(HeadId id, Eigen::Index row) const
    {
        if (!changes(id, row))
            return 1;
        return m_intervention.kind == MaskKind::Zero ? 0 : m_intervention.kind == MaskKind::Scale ? m_intervention.factor : 1;
    }

    Matrix attention(int layer, const Matrix &x, std::vector<Matrix> &attentions) const
    {
        const std::string prefix = "model.layers." + std::to_string(layer) + ".self_attn.";
        const int dHead = number("head_dim");
        const int nHeads = number("num_attention_heads");
        const int group = nHeads / number("num_key_value_heads");
        const Matrix q = projected(x, prefix + "q_proj");
        const Matrix k = projected(x, prefix + "k_proj");
        const Matrix v = projected(x, prefix + "v_proj");
        Matrix z(x.rows(), nHeads * dHead);
        for (int head = 0; head < nHeads; ++head) {
            const HeadId id{layer, head};
            const Matrix queries = positioned(q.middleCols(head * dHead, dHead), prefix + "q_norm.weight");
            const Matrix keys = positioned(k.middleCols(head / group * dHead, dHead), prefix + "k_norm.weight");
            const Matrix weights = weightsOf(id, queries * keys.transpose() / std::sqrt(dHead));
            z.middleCols(head * dHead, dHead) = weights * v.middleCols(head / group * dHead, dHead);
            for (Eigen::Index row = 0; row < z.rows(); ++row)
                z.row(row).segment(head * dHead, dHead) *= factorOf(id, row);
            attentions.push_back(weights);
        }
        return projected(z, prefix + "o_proj");
    }

    Matrix dense(const std::string &prefix, const Matrix &x) const
    {
        const auto silu = [](double g) { return g / (1 + std::exp(-g)); };
        const auto geluTanh = [](double g) { return g / 2 * (1 + std::tanh(std::sqrt(2 / M_PI) * (g + 0.044715 * g * g * g))); };
        const Matrix gate = projected(x, prefix + "gate_proj");
        const Matrix activated = m_type == "gemma" ? Matrix(gate.unaryExpr(geluTanh)) : Matrix(gate.unaryExpr(silu));
        return projected(activated.cwiseProduct(projected(x, prefix + "up_proj")), prefix + "down_proj");
    }

    Matrix feedForward(const std::string &prefix, const Matrix &x) const
    {
        if (!has(prefix + "gate.weight"))
            return dense(prefix, x);
        Matrix out = Matrix::Zero(x.rows(), x.cols());
        const Matrix logits = projected(x, prefix + "gate");
        for (Eigen::Index row = 0; row < x.rows(); ++row) {
            Eigen::ArrayXd odds = (logits.row(row).array() - logits.row(row).maxCoeff()).exp();
            odds /= odds.sum();
            std::vector<int> order(static_cast<std::size_t>(odds.size()));
            std::iota(order.begin(), order.end(), 0);
            std::ranges::sort(order, [&](int a, int b) { return odds[a] > odds[b]; });
            order.resize(static_cast<std::size_t>(number("num_experts_per_tok")));
            double total = 0;
            for (const int expert : order)
                total += odds[expert];
            for (const int expert : order)
                out.row(row) += odds[expert] / (m_checkpoint.config.at("norm_topk_prob") ? total : 1)
                    * dense(prefix + "experts." + std::to_string(expert) + ".", x.row(row));
            if (has(prefix + "shared_expert_gate.weight"))
                out.row(row) += dense(prefix + "shared_expert.", x.row(row))
                    / (1 + std::exp(-projected(x.row(row), prefix + "shared_expert_gate")(0, 0)));
        }
        return out;
    }

    const TinyCheckpoint &m_checkpoint;
    std::string m_type;
    const Intervention &m_intervention;
    int m_firstChanged;
};

} // namespace

NaivePass naivePass(const TinyCheckpoint &checkpoint, std::span<const std::int32_t> ids, const Intervention &intervention, int firstChanged)
{
    return NaiveTransformer(checkpoint, intervention, firstChanged).pass(ids);
}

} // namespace needlescope
