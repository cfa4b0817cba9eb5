package dev.kindred.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyChunkRunsOnceAndWorkersNeverShareScratch(int threads) {
        try (Workers workers = Workers.create(threads)) {
            for (int round = 0; round < 2000; round++) {
                int chunks = round % 70;
                AtomicIntegerArray runs = new AtomicIntegerArray(Math.max(1, chunks));
                AtomicIntegerArray busy = new AtomicIntegerArray(threads);
                workers.forEach(chunks, (chunk, worker) -> {
                    assertThat(busy.getAndIncrement(worker)).isZero();
                    runs.incrementAndGet(chunk);
                    busy.decrementAndGet(worker);
                });
                for (int chunk = 0; chunk < chunks; chunk++) {
                    assertThat(runs.get(chunk)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void anExceptionOfAChunkReachesTheCallerAndTheWorkersGoOn() {
        try (Workers workers = Workers.create(2)) {
            assertThatThrownBy(() -> workers.forEach(50, (chunk, worker) -> {
                        if (chunk == 17) {
                            throw new IllegalStateException("chunk 17");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("chunk 17");
            int[] sum = new int[50];
            workers.forEach(50, (chunk, worker) -> sum[chunk] = chunk);
            assertThat(sum[49]).isEqualTo(49);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void ofSeveralExceptionsThatOfTheLowestChunkIsThrown(int threads) {
        try (Workers workers = Workers.create(threads)) {
            for (int round = 0; round < 200; round++) {
                assertThatThrownBy(() -> workers.forEach(50, (chunk, worker) -> {
                            if (chunk % 10 == 7) {
                                throw new IllegalStateException("chunk " + chunk);
                            }
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("chunk 7");
            }
        }
    }

    @Test
    void closedWorkersLeaveNoThreadAndRefuseWork() {
        Workers workers = Workers.create(3);
        workers.forEach(10, (chunk, worker) -> {});
        workers.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("kindred-"));
        assertThatThrownBy(() -> workers.forEach(1, (chunk, worker) -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("workers: expected open, got closed");
        assertThatThrownBy(() -> Workers.create(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads: expected 1 or more, got 0");
    }
}
