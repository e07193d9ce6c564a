// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/enumname.h"

#include <array>
#include <cstdint>
#include <string>

namespace needlescope {

/// What a long piece of work does.
enum class Activity {
    Opening, ///< a model, before anything of it is read
    Loading, ///< a model's weights
    Reading, ///< the prompt
    Studying, ///< samples of a study; the subject is its kind
    Drawing, ///< figures
    Writing, ///< a checkpoint, in MB
    Fetching, ///< a model from the hub, in bytes; the subject is the file
};

template <>
struct EnumNames<Activity>
{
    static constexpr std::string_view kind = "activity";
    static constexpr std::array names{
        std::pair{Activity::Opening, std::string_view("opening")},
        std::pair{Activity::Loading, std::string_view("loading")},
        std::pair{Activity::Reading, std::string_view("reading")},
        std::pair{Activity::Studying, std::string_view("studying")},
        std::pair{Activity::Drawing, std::string_view("drawing")},
        std::pair{Activity::Writing, std::string_view("writing")},
        std::pair{Activity::Fetching, std::string_view("fetching")},
    };
};

/// How far a long piece of work is.
struct Progress
{
    Activity activity = Activity::Loading;
    std::int64_t done = 0;
    std::int64_t total = 0; ///< 0: not known
    double secondsLeft = -1; ///< negative: not known yet
    std::string subject{}; ///< what it is done to: a model's name, a kind of study; may be empty
};
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Progress, activity, done, total, secondsLeft, subject)

/// For terminals: "Reading the prompt", "Running detect". The window has words of its own.
inline std::string englishOf(const Progress &progress)
{
    switch (progress.activity) {
    case Activity::Opening:
        return "Opening " + progress.subject;
    case Activity::Loading:
        return "Loading";
    case Activity::Reading:
        return "Reading the prompt";
    case Activity::Studying:
        return "Running " + progress.subject;
    case Activity::Drawing:
        return "Drawing";
    case Activity::Writing:
        return "Writing MB";
    case Activity::Fetching:
        return "Fetching " + progress.subject;
    }
    return {};
}

} // namespace needlescope
