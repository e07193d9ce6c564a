// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/command.h"
#include "commandline/files.h"
#include "commandline/output.h"
#include "commands.h"

#include "resources/localmodels.h"
#include "text/tokenizer.h"

#include <iostream>
#include <sstream>

namespace needlescope {

namespace {

struct TokenizeOptions
{
    std::string model;
    bool noSpecial = false;
    bool decode = false;
    bool json = false;
};

/// JSON, or numbers with blanks between.
std::vector<std::int32_t> idsOf(const std::string &text)
{
    std::istringstream words(text);
    const std::vector<std::int32_t> ids{std::istream_iterator<std::int32_t>(words), {}};
    return words.eof() ? ids : parseIds(text, "Standard input");
}

int tokenize(const TokenizeOptions &options)
{
    const auto tokenizer = Tokenizer::load(modelDirectory(options.model));
    const auto input = readText("-");
    if (!options.decode) {
        printJson({{"ids", tokenizer->encode(input, options.noSpecial ? SpecialTokens::None : SpecialTokens::Add).ids}});
        return 0;
    }
    const auto text = tokenizer->decode(idsOf(input), !options.noSpecial);
    if (options.json)
        printJson({{"text", text}});
    else
        std::cout << text;
    return 0;
}

} // namespace

void addTokenize(Program &program)
{
    auto *command = program.app.add_subcommand("tokenize", "Text from standard input to token ids, or back");
    const auto options = std::make_shared<TokenizeOptions>();
    command->add_option("MODEL", options->model, "Directory that holds a tokenizer, or 'demo'")->required();
    command->add_flag("--no-special", options->noSpecial, "Insert no special tokens (with --decode: leave them out)");
    command->add_flag("--decode", options->decode, "Token ids from standard input to text");
    addJsonOption(*command, options->json);
    command->callback([&program, options] { program.action = [options] { return tokenize(*options); }; });
}

} // namespace needlescope
