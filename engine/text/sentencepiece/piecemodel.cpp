// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentencepiece/piecemodel.h"

#include "api/engineerror.h"

#include <dlfcn.h>

#include <filesystem>

// A sanitizer refuses RTLD_DEEPBIND; clang and GCC have different names for it.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NEEDLESCOPE_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define NEEDLESCOPE_ADDRESS_SANITIZER
#endif

namespace needlescope {

namespace {

using Factory = PieceModel *(*)(const std::string &);

void *openModule()
{
    int mode = RTLD_NOW | RTLD_LOCAL;
#if defined(RTLD_DEEPBIND) && !defined(NEEDLESCOPE_ADDRESS_SANITIZER)
    mode |= RTLD_DEEPBIND;
#endif
    const auto programs = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    for (const auto &folder : {programs, programs / "../lib/needlescope"}) {
        if (void *module = ::dlopen((folder / "needlescope-sentencepiece.so").c_str(), mode))
            return module;
    }
    const char *cause = ::dlerror();
    throw EngineError("tokenizer.model files need needlescope-sentencepiece.so beside the program, which cannot be loaded ({}); install "
                      "Needlescope again, or put a tokenizer.json beside the model.",
        cause ? cause : "unknown cause");
}

Factory factory()
{
    static void *const module = openModule();
    return reinterpret_cast<Factory>(::dlsym(module, "needlescopePieceModel"));
}

} // namespace

std::unique_ptr<PieceModel> readPieceModel(const std::string &content)
{
    return std::unique_ptr<PieceModel>(factory()(content));
}

} // namespace needlescope
