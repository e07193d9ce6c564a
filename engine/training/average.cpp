// SPDX-License-Identifier: GPL-3.0-or-later
#include "training/average.h"

#include "api/engineerror.h"
#include "files/safetensors.h"
#include "model/backend.h"

namespace needlescope {

namespace {

constexpr const char *weightsName = "model.safetensors";

using Files = std::vector<std::shared_ptr<const SafetensorsFile>>;

at::Tensor mean(const Files &files, const std::string &name)
{
    const TensorView &first = files.front()->tensor(name);
    at::Tensor sum = at::zeros(first.shape, at::kFloat);
    for (const auto &file : files) {
        const TensorView &view = file->tensor(name);
        if (view.shape != first.shape)
            throw EngineError("The tensor {} of {} has another shape than that of {}; average stages of one training.", name,
                file->path().string(), files.front()->path().string());
        sum.add_(tensorOf(view).to(at::kFloat));
    }
    return sum.div_(static_cast<double>(files.size())).to(at::kBFloat16);
}

void copyOthers(const std::filesystem::path &model, const std::filesystem::path &directory)
{
    for (const char *name : {"config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"}) {
        std::error_code error;
        if (exists(model / name))
            copy_file(model / name, directory / name, std::filesystem::copy_options::overwrite_existing, error);
        if (error)
            throw EngineError("The file {} cannot be written ({}); check the folder's permissions and the free space.",
                (directory / name).string(), error.message());
    }
}

} // namespace

void averageModels(const std::vector<std::filesystem::path> &models, const std::filesystem::path &directory)
{
    Files files;
    for (const auto &model : models) {
        if (std::error_code error; equivalent(model, directory, error))
            throw EngineError("The folder {} is one of the models to average; write the mean to another one.", directory.string());
        files.push_back(SafetensorsFile::open(model / weightsName));
        if (files.back()->tensors().size() != files.front()->tensors().size())
            throw EngineError("{} has other tensors than {}; average stages of one training.", files.back()->path().string(),
                files.front()->path().string());
    }
    std::vector<at::Tensor> means;
    std::map<std::string, TensorView> views;
    for (const auto &[name, view] : files.front()->tensors()) {
        means.push_back(mean(files, name));
        views[name] = {"BF16", view.shape, {static_cast<const std::byte *>(means.back().data_ptr()), means.back().nbytes()}};
    }
    std::filesystem::create_directories(directory);
    copyOthers(models.back(), directory);
    writeSafetensors(directory / weightsName, views, {{"format", "pt"}});
}

} // namespace needlescope
