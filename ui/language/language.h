// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>
#include <vector>

namespace needlescope {

struct Language
{
    QString code; ///< "en", "zh_CN"
    QString name; ///< in itself
};

/// English, and those that there is a catalogue of.
std::vector<Language> languages();

/// Speaks @p code from now on, in all that is said in inEveryLanguage(); empty: as the desktop, where there is a catalogue of its language.
/// Returns what is wrong with the catalogue, one sentence in English, which is then spoken; empty: nothing.
/// Catalogues in the folder NEEDLESCOPE_TRANSLATIONS come before those in the program, so that a translator can try them.
QString speak(const QString &code);

/// What is spoken now, or will be for an empty code.
QString spokenLanguage();

/// Runs @p say now, and again whenever another language is spoken, as long as @p owner lives.
void inEveryLanguage(QObject *owner, const std::function<void()> &say);

/// English is spoken while it lives, without anything on the screen being said anew: for files.
class InEnglish
{
public:
    /// Does nothing unless it is @p wanted.
    explicit InEnglish(bool wanted = true);
    ~InEnglish();
    InEnglish(const InEnglish &) = delete;
    InEnglish &operator=(const InEnglish &) = delete;

private:
    bool m_wanted;
};

} // namespace needlescope
