// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandline/loadedmodel.h"

#include "resources/localmodels.h"

namespace needlescope {

LoadedModel loadModel(const ModelChoice &choice, const std::stop_token &stop, ProgressLine &line)
{
    const auto directory = modelDirectory(choice.name);
    LoadOptions options;
    options.device = choice.device;
    auto model = Transformer::load(directory, options, workOf(stop, line));
    return {std::move(model), Tokenizer::load(directory)};
}

} // namespace needlescope
