// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api/prompt.h"
#include "views/textsearch.h"
#include "views/tokenflow.h"

#include <QFont>
#include <QFutureWatcher>

#include <memory>

namespace needlescope {

/// A prompt's text, set in lines, and what finds words in it.
struct SetText
{
    std::shared_ptr<const Prompt> prompt;
    TokenFlow flow;
    TextSearch search;
};

/// Sets prompts in lines: short ones at once, long ones in the background, so that the window goes on meanwhile.
class TextSetter : public QObject
{
    Q_OBJECT
public:
    static constexpr int atOnce = 8000; ///< tokens

    explicit TextSetter(QObject *parent = nullptr);

    /// Ends in ready(), which may come before this returns. A new text takes the place of one that is being set. Null: the empty text.
    void set(const std::shared_ptr<const Prompt> &prompt, double width, const QFont &font);
    /// Once after ready().
    SetText take() { return std::move(m_text); }

signals:
    void ready();

private:
    struct Wanted
    {
        std::shared_ptr<const Prompt> prompt;
        double width = 0;
        QFont font;
    };

    void begin();
    void finish();

    Wanted m_wanted;
    bool m_waiting = false; ///< for what is wanted
    bool m_outdated = false; ///< what is being set is no longer wanted
    QFutureWatcher<std::shared_ptr<SetText>> m_setting;
    SetText m_text;
};

} // namespace needlescope
