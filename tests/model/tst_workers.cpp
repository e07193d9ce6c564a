// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workers.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include <sched.h>

using namespace needlescope;

/// Loops that threads share.
class TestWorkers : public QObject
{
    Q_OBJECT

private slots:
    /// A node's cores are shared with others.
    void noMoreThreadsThanCores()
    {
        qunsetenv("OMP_NUM_THREADS");
        cpu_set_t before;
        QCOMPARE(::sched_getaffinity(0, sizeof before, &before), 0);
        QCOMPARE(usualThreads(), CPU_COUNT(&before));
        cpu_set_t one;
        CPU_ZERO(&one);
        int core = 0;
        while (!CPU_ISSET(core, &before))
            ++core;
        CPU_SET(core, &one);
        QCOMPARE(::sched_setaffinity(0, sizeof one, &one), 0);
        QCOMPARE(usualThreads(), 1);
        QCOMPARE(::sched_setaffinity(0, sizeof before, &before), 0);
        qputenv("OMP_NUM_THREADS", "3");
        QCOMPARE(usualThreads(), 3);
        qputenv("OMP_NUM_THREADS", "many");
        QCOMPARE(usualThreads(), CPU_COUNT(&before));
        qunsetenv("OMP_NUM_THREADS");
    }

    void everyItemOnce_data()
    {
        QTest::addColumn<int>("count");
        for (const int count : {0, 1, 2, 5})
            QTest::addRow("%d threads", count) << count;
    }

    void everyItemOnce()
    {
        QFETCH(int, count);
        Workers workers(count);
        QCOMPARE(workers.count(), static_cast<std::size_t>(std::max(1, count)));
        for (std::size_t n = 0; n < 300; ++n) {
            std::vector<int> calls(n, 0);
            std::atomic<bool> knownThreads = true;
            workers.share(n, [&](std::size_t item, std::size_t thread) {
                ++calls[item];
                knownThreads = knownThreads && thread < workers.count();
            });
            QCOMPARE(calls, std::vector<int>(n, 1));
            QVERIFY(knownThreads);
        }
    }

    /// Each of two items waits for the other one to begin.
    void itemsRunAtTheSameTime()
    {
        Workers workers(2);
        std::atomic<int> begun = 0;
        workers.share(2, [&](std::size_t, std::size_t) {
            ++begun;
            while (begun < 2)
                std::this_thread::yield();
        });
        QCOMPARE(begun.load(), 2);
    }

    void asleepBetweenLoops()
    {
        Workers workers(2);
        for (int loop = 0; loop < 5; ++loop) {
            std::this_thread::sleep_for(std::chrono::milliseconds(2)); // longer than they stay awake
            QVERIFY(itemsOf(workers, 100));
        }
    }

    void callersTakeTurns()
    {
        Workers workers(2);
        std::vector<std::thread> callers;
        std::atomic<int> right = 0;
        for (int caller = 0; caller < 4; ++caller) {
            callers.emplace_back([&] {
                for (int loop = 0; loop < 200; ++loop)
                    right += itemsOf(workers, 50) ? 1 : 0;
            });
        }
        for (std::thread &caller : callers)
            caller.join();
        QCOMPARE(right.load(), 800);
    }

private:
    static bool itemsOf(Workers &workers, std::size_t n)
    {
        std::vector<int> calls(n, 0);
        workers.share(n, [&](std::size_t item, std::size_t) { ++calls[item]; });
        return calls == std::vector<int>(n, 1);
    }
};

QTEST_GUILESS_MAIN(TestWorkers)
#include "tst_workers.moc"
