// SPDX-License-Identifier: GPL-3.0-or-later
#include "figures/changetext.h"

#include <QCoreApplication>
#include <QStringList>

#include <fmt/format.h>

#include <algorithm>

namespace needlescope {

namespace {

bool isMasking(const Intervention &intervention)
{
    return intervention.kind != MaskKind::Scale && intervention.kind != MaskKind::Window;
}

/// Kinds of masks that are all called "masked" are told apart behind it.
QString kindText(const Intervention &intervention)
{
    switch (intervention.kind) {
    case MaskKind::Uniform:
        return QCoreApplication::translate("ChangeText", "uniform");
    case MaskKind::Zero:
        return QCoreApplication::translate("ChangeText", "zero");
    case MaskKind::Mean:
        return QCoreApplication::translate("ChangeText", "mean");
    case MaskKind::Window:
    case MaskKind::Scale:
        break;
    }
    return {};
}

QString scopeText(const Intervention &intervention)
{
    return intervention.scope == MaskScope::Decode ? QCoreApplication::translate("ChangeText", "while decoding")
                                                   : QCoreApplication::translate("ChangeText", "everywhere");
}

/// "masked, uniform, while decoding"
QString howText(const Intervention &intervention)
{
    QStringList parts{changedText(intervention), kindText(intervention), scopeText(intervention)};
    parts.removeAll(QString());
    return parts.join(QCoreApplication::translate("ChangeText", ", "));
}

QString unitsText(const Provenance &p)
{
    return p.wholeGroups ? QCoreApplication::translate("ChangeText", "KV groups") : QCoreApplication::translate("ChangeText", "heads");
}

QString contrastText(const Provenance &p)
{
    return p.contrast == 0 ? QString() : QCoreApplication::translate("ChangeText", ", contrast %1").arg(p.contrast);
}

} // namespace

QString factorText(const Intervention &intervention)
{
    return QString::fromStdString(fmt::format("{}", intervention.factor));
}

QString changedText(const Intervention &intervention)
{
    if (intervention.kind == MaskKind::Scale)
        return QCoreApplication::translate("ChangeText", "scaled by %1").arg(factorText(intervention));
    if (intervention.kind == MaskKind::Window)
        return QCoreApplication::translate("ChangeText", "windowed to %1+%2").arg(intervention.sinkTokens).arg(intervention.recentTokens);
    return QCoreApplication::translate("ChangeText", "masked");
}

QString changedWord(const Intervention &intervention)
{
    return intervention.kind == MaskKind::Scale ? QStringLiteral("scaled")
        : intervention.kind == MaskKind::Window ? QStringLiteral("windowed")
                                                : QStringLiteral("masked");
}

QString maskText(const Intervention &intervention)
{
    if (intervention.empty())
        return QCoreApplication::translate("ChangeText", "nothing masked");
    const auto nHeads = static_cast<int>(intervention.heads.size());
    const QString heads = nHeads == 1 ? QCoreApplication::translate("ChangeText", "1 head")
                                      : QCoreApplication::translate("ChangeText", "%1 heads").arg(nHeads);
    return QCoreApplication::translate("ChangeText", "%1 %2").arg(heads, howText(intervention));
}

QString changeText(const Provenance &p)
{
    if (!p.changesHeads)
        return {};
    if (p.ks.empty())
        return QCoreApplication::translate("ChangeText", "each head alone %1").arg(howText(p.intervention)) + contrastText(p);
    const QString ks = QString::fromStdString(p.ks);
    const QString heads = p.keepsK ? QCoreApplication::translate("ChangeText", "all but K = %1 %2").arg(ks, unitsText(p))
                                   : QCoreApplication::translate("ChangeText", "K = %1 %2").arg(ks, unitsText(p));
    const QString draws = p.draws == 1 ? QCoreApplication::translate("ChangeText", "1 random draw")
                                       : QCoreApplication::translate("ChangeText", "%1 random draws").arg(p.draws);
    return QCoreApplication::translate("ChangeText", "%1 %2, %3").arg(heads, howText(p.intervention), draws) + contrastText(p);
}

QString titleChange(const Provenance &p)
{
    if (!p.changesHeads)
        return {};
    const QString how
        = isMasking(p.intervention) ? QString() : QCoreApplication::translate("ChangeText", ", heads %1").arg(changedText(p.intervention));
    return (how + contrastText(p)).mid(2);
}

QString kAxisText(const Provenance &p)
{
    return QCoreApplication::translate("ChangeText", "K, number of %1 %2").arg(unitsText(p), changedText(p.intervention)) + contrastText(p);
}

int largestK(const Provenance &p)
{
    int largest = 0;
    for (const QString &k : QString::fromStdString(p.ks).split(QLatin1Char(' ')))
        largest = std::max(largest, k.toInt());
    return largest;
}

QString seriesName(const std::string &series, const Provenance &p, int k)
{
    const QString number = k > 0 ? QString::number(k) : QStringLiteral("K");
    const QString how = changedText(p.intervention) + contrastText(p);
    if (series == "none")
        return isMasking(p.intervention) ? QCoreApplication::translate("ChangeText", "Unmasked")
                                         : QCoreApplication::translate("ChangeText", "Unchanged");
    if (series == "top")
        return p.wholeGroups ? QCoreApplication::translate("ChangeText", "Top %1 KV groups %2").arg(number, how)
                             : QCoreApplication::translate("ChangeText", "Top %1 %2").arg(number, how);
    if (series == "random")
        return QCoreApplication::translate("ChangeText", "%1 random %2 %3").arg(number, unitsText(p), how);
    if (series == "kept")
        return QCoreApplication::translate("ChangeText", "Top %1 keep a full cache").arg(unitsText(p));
    if (series == "kept-random")
        return QCoreApplication::translate("ChangeText", "Random %1 keep a full cache").arg(unitsText(p));
    return QString::fromStdString(series);
}

} // namespace needlescope
