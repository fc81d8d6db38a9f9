package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.Headers;
import dev.berth.http.HttpConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IncomingBodyTest {
    private static final int READ = ConnectionInitializer.LARGEST_READ;
    private static final PooledByteBufAllocator ALLOCATOR = Transport.allocator(1);
    private static final Head HEAD =
            new Head(
                    new Head.Target("POST", "/", "", "localhost"),
                    Headers.empty(),
                    Head.CHUNKED,
                    true,
                    false);

    private static IncomingBody.Flow countingTheReads(AtomicInteger reads) {
        return new IncomingBody.Flow() {
            @Override
            public void sendContinue() {}

            @Override
            public void readOn() {
                reads.incrementAndGet();
            }
        };
    }

    /** A body whose client sends so many full reads, whenever it is read. */
    private static final class Fed implements IncomingBody.Flow {
        final IncomingBody body;
        int left;

        Fed(BodyMemory memory, int reads) {
            body = new IncomingBody(HEAD, HttpConfig.Timeouts.DEFAULT, memory, this);
            left = reads;
            readOn();
        }

        @Override
        public void sendContinue() {}

        @Override
        public void readOn() {
            boolean more = true;
            while (more && left > 0) {
                left--;
                more = body.offer(ALLOCATOR.directBuffer(READ).writeZero(READ));
            }
            if (left == 0) {
                body.end();
            }
        }

        long take() throws IOException {
            long taken = 0;
            for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
                taken += piece.remaining();
            }
            return taken;
        }
    }

    @Test
    void isReadUntilItHoldsItsPart() throws Exception {
        var fed = new Fed(new BodyMemory(1 << 20, READ, 1 << 30), 20);

        assertThat(fed.left).isEqualTo(12);
        assertThat(fed.take()).isEqualTo(20L * READ);
    }

    @Test
    void readsOnAfterTheRestOfTheReadThatStalledIt() throws Exception {
        var memory = new BodyMemory(1 << 20, READ, 1 << 30);
        var asked = new AtomicInteger();
        var body =
                new IncomingBody(
                        HEAD, HttpConfig.Timeouts.DEFAULT, memory, countingTheReads(asked));
        ByteBuf last = ALLOCATOR.directBuffer(READ).writeZero(READ);
        int offered = 1;
        while (body.offer(last.retainedSlice(0, READ / 2))) {
            last.release();
            last = ALLOCATOR.directBuffer(READ).writeZero(READ);
            offered++;
        }
        body.next();
        body.next();

        boolean goesOn = body.offer(last.slice(READ / 2, READ / 2));

        assertThat(goesOn).as("reading goes on while it is stopped").isFalse();
        for (int taken = 2; taken < offered + 1; taken++) {
            body.next();
        }
        assertThat(asked).as("asked to read on").hasValueGreaterThan(0);
        body.close();
        assertThat(memory.held()).isZero();
    }

    @Test
    void stallsASenderOfTinyChunksByTheMemoryThatTheyTake() {
        var memory = new BodyMemory(1 << 20, READ, 1 << 30);
        var body = new Fed(memory, 1).body;
        ByteBuf read = ALLOCATOR.directBuffer(READ).writeZero(READ);
        while (body.offer(read.retainedSlice(0, 1)) && memory.held() < 2 << 20) {
            assertThat(read.refCnt()).as("parts of the buffer in use").isEqualTo(1);
        }

        assertThat(memory.held()).isBetween(1L << 20, (1L << 20) + READ);
        body.close();
        read.release();
        assertThat(memory.held()).isZero();
    }

    @Test
    void stalledBodiesHoldNoMoreThanTheirShareTogether() throws Exception {
        int full = 24 << 20;
        var memory = new BodyMemory(1 << 20, READ, full);
        List<Fed> bodies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            bodies.add(new Fed(memory, 20));
        }
        assertThat(memory.held()).isBetween((long) full, full + 100L * READ);

        for (Fed fed : bodies) {
            assertThat(fed.take()).isEqualTo(20L * READ);
            fed.body.close();
        }
        assertThat(memory.held()).isZero();
    }

    @Test
    void aHandlerThatWaitsIsFedThoughMemoryIsFull() throws Exception {
        var memory = new BodyMemory(1 << 20, READ, 1 << 20);
        memory.change(2 << 20);
        var fed = new Fed(memory, 20);

        assertThat(fed.left).isEqualTo(19);
        assertThat(fed.take()).isEqualTo(20L * READ);
    }
}
