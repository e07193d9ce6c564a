// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/metaspace.h"

#include "api/utf8.h"
#include "text/split.h"

namespace needlescope {

MetaspaceOptions MetaspaceOptions::read(const JsonView &component)
{
    MetaspaceOptions options;
    appendUtf8(options.replacement, component.at("replacement").character());
    options.split = component.boolean("split", true);
    const bool addPrefixSpace = component.boolean("add_prefix_space", true);
    const auto scheme = component.find("prepend_scheme");
    const std::string name = scheme ? scheme->string() : addPrefixSpace ? "always" : "never";
    if (name == "always")
        options.prepend = PrependScheme::Always;
    else if (name == "first")
        options.prepend = PrependScheme::First;
    else if (name == "never")
        options.prepend = PrependScheme::Never;
    else
        scheme->failUnsupported(Sentence("the value \"{}\"", name));
    if (!addPrefixSpace && options.prepend != PrependScheme::Never)
        scheme->fail("contradicts add_prefix_space");
    return options;
}

Metaspace::Metaspace(const JsonView &options)
    : m_options(MetaspaceOptions::read(options))
    , m_replacement(Regex::literal(m_options.replacement))
{
}

void Metaspace::mark(AlignedText &piece) const
{
    AlignedText marked;
    for (std::size_t i = 0; i < piece.text.size(); ++i) {
        if (piece.text[i] == ' ')
            marked.append(m_options.replacement, piece.origin[i]);
        else
            marked.append(piece, i, i + 1);
    }
    const bool wanted = m_options.prepend == PrependScheme::Always
        || (m_options.prepend == PrependScheme::First && !marked.empty() && marked.origin.front().begin == 0);
    if (wanted && !marked.text.starts_with(m_options.replacement))
        marked.prepend(m_options.replacement);
    piece = std::move(marked);
}

void Metaspace::apply(std::vector<AlignedText> &pieces) const
{
    for (AlignedText &piece : pieces)
        mark(piece);
    if (m_options.split)
        splitPieces(
            pieces, [this](std::string_view text) { return m_replacement.partsOf(text); }, SplitBehavior::MergedWithNext);
}

} // namespace needlescope
