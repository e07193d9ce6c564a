// SPDX-License-Identifier: GPL-3.0-or-later
#include "language/telling.h"

#include <QHash>
#include <QQueue>

namespace needlescope {

namespace {

constexpr qsizetype longestMemory = 1000; ///< messages; also what can be undone

struct Memory
{
    QHash<QString, std::function<QString()>> sayings;
    QQueue<QString> order;
};

Memory &memory()
{
    static Memory all;
    return all;
}

} // namespace

QString told(const std::function<QString()> &saying)
{
    QString text = saying();
    Memory &kept = memory();
    if (!kept.sayings.contains(text))
        kept.order.enqueue(text);
    kept.sayings.insert(text, saying);
    if (kept.order.size() > longestMemory)
        kept.sayings.remove(kept.order.dequeue());
    return text;
}

QString toldAgain(const QString &text)
{
    const auto saying = memory().sayings.value(text);
    return saying ? told(saying) : text;
}

} // namespace needlescope
