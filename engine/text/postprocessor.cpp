// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/postprocessor.h"

namespace needlescope {

namespace {

void appendIds(const JsonView &specialToken, std::vector<std::int32_t> &ids)
{
    const JsonView list = specialToken.at("ids");
    for (std::size_t i = 0; i < list.size(); ++i)
        ids.push_back(list[i].tokenId());
}

InsertedTokens readTemplate(const JsonView &component)
{
    const JsonView pieces = component.at("single");
    InsertedTokens inserted;
    bool behindText = false;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const JsonView piece = pieces[i];
        if (const auto special = piece.find("SpecialToken")) {
            const JsonView tokens = component.at("special_tokens").at(special->at("id").string());
            appendIds(tokens, behindText ? inserted.after : inserted.before);
        } else if (piece.at("Sequence").at("id").string() != "A" || behindText) {
            piece.failUnsupported("a template for more than one text");
        } else {
            behindText = true;
        }
    }
    if (!behindText)
        pieces.fail("leaves the text out");
    return inserted;
}

/// "BertProcessing" and "RobertaProcessing": {"cls": ["[CLS]", 1], "sep": ["[SEP]", 2]}.
InsertedTokens readClsSep(const JsonView &component)
{
    return {{component.at("cls")[1].tokenId()}, {component.at("sep")[1].tokenId()}};
}

InsertedTokens readSequence(const JsonView &list, int nesting)
{
    InsertedTokens all;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const InsertedTokens step = readPostProcessor(list[i], nesting + 1);
        all.before.insert(all.before.begin(), step.before.begin(), step.before.end());
        all.after.insert(all.after.end(), step.after.begin(), step.after.end());
    }
    return all;
}

} // namespace

InsertedTokens readPostProcessor(const JsonView &component, int nesting)
{
    const std::string &type = component.at("type").string();
    if (nesting > maximalNesting)
        component.fail("is nested too deeply");
    if (type == "Sequence")
        return readSequence(component.at("processors"), nesting);
    if (type == "TemplateProcessing")
        return readTemplate(component);
    if (type == "ByteLevel") // only trims the library's offsets; ours tell the exact bytes
        return {};
    if (type == "BertProcessing" || type == "RobertaProcessing")
        return readClsSep(component);
    component.failUnsupported(Sentence("the post-processor \"{}\"", type));
}

} // namespace needlescope
