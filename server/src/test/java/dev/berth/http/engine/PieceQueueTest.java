package dev.berth.http.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PieceQueueTest {
    private static final int READ = ConnectionInitializer.LARGEST_READ;
    private static final PooledByteBufAllocator ALLOCATOR = Transport.allocator(1);

    private final BodyMemory shared = new BodyMemory(1 << 20, READ, 1 << 30);
    private final PieceQueue pieces = new PieceQueue(shared);

    private static ByteBuf read(int length) {
        return ALLOCATOR.directBuffer(READ).writeZero(length);
    }

    @Test
    void keepsSmallPiecesTogether() {
        ByteBuf read = read(READ);
        for (int i = 0; i < 10_000; i++) {
            pieces.add(read.readRetainedSlice(1));
        }

        assertThat(read.refCnt()).as("parts of the buffer in use").isEqualTo(1);
        assertThat(pieces.memory()).isBetween(10_000, 20_000);
        assertThat(pieces.lend().readableBytes()).isEqualTo(10_000);
        pieces.clear();
        read.release();
    }

    @Test
    void countsTheWholeBufferThatAPieceKeeps() {
        ByteBuf read = read(READ);
        pieces.add(read.readRetainedSlice(PieceQueue.SMALL));
        read.release();

        assertThat(pieces.memory()).isEqualTo(READ);
        assertThat(shared.held()).isEqualTo(READ);
        pieces.clear();
    }

    @Test
    void countsABufferOnceUntilItsLastPieceIsBack() {
        ByteBuf read = read(READ);
        for (int i = 0; i < 4; i++) {
            pieces.add(read.readRetainedSlice(READ / 4));
        }
        read.release();
        assertThat(pieces.memory()).isEqualTo(READ);

        for (int i = 0; i < 4; i++) {
            pieces.lend();
            assertThat(pieces.memory()).isEqualTo(READ);
            pieces.takeBack();
        }
        assertThat(pieces.memory()).isZero();
        assertThat(shared.held()).isZero();
        assertThat(read.refCnt()).isZero();
    }

    @Test
    void addsNothingToAPieceThatIsLent() {
        pieces.add(Unpooled.wrappedBuffer(new byte[10]).copy());
        ByteBuf lent = pieces.lend();
        pieces.add(Unpooled.wrappedBuffer(new byte[20]));

        assertThat(lent.readableBytes()).isEqualTo(10);
        pieces.takeBack();
        assertThat(pieces.lend().readableBytes()).isEqualTo(20);
        pieces.clear();
    }

    @Property(tries = 200)
    void givesEveryByteInOrderAndAllMemoryBack(
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 9000) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 10) int takeEvery) {
        ByteBuf whole = ALLOCATOR.directBuffer();
        ByteBuf taken = ALLOCATOR.directBuffer();
        IntStream.range(0, sizes.stream().mapToInt(size -> size).sum())
                .forEach(i -> whole.writeByte(i));
        ByteBuf rest = whole.duplicate();
        for (int i = 0; i < sizes.size(); i++) {
            pieces.add(rest.readRetainedSlice(sizes.get(i)));
            if (i % takeEvery == 0) {
                taken.writeBytes(pieces.lend().duplicate());
                pieces.takeBack();
            }
        }
        while (!pieces.isEmpty()) {
            taken.writeBytes(pieces.lend().duplicate());
            pieces.takeBack();
        }

        assertThat(taken).isEqualTo(whole);
        assertThat(pieces.memory()).isZero();
        assertThat(shared.held()).isZero();
        assertThat(whole.refCnt()).isEqualTo(1);
        whole.release();
        taken.release();
    }
}
