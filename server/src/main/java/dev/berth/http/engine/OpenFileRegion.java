package dev.berth.http.engine;

import dev.berth.http.ResponseBody;
import io.netty.channel.DefaultFileRegion;

/** A file's part for the system to send; gives the file back instead of closing it. */
final class OpenFileRegion extends DefaultFileRegion {
    private final ResponseBody.OpenFile file;

    OpenFileRegion(ResponseBody.FileSlice slice) {
        super(slice.file().channel(), slice.offset(), slice.length());
        this.file = slice.file();
    }

    @Override
    protected void deallocate() {
        file.release();
    }
}
