namespace Holdfast.Restic.Backends.Sftp;

/// <summary>Numbers of the protocol: draft-ietf-secsh-filexfer-02, version 3, which OpenSSH speaks.</summary>
internal static class SftpWords
{
    internal const uint Version = 3;

    internal const byte Init = 1, VersionReply = 2, Open = 3, Close = 4, Read = 5, Write = 6, LinkStatus = 7, OpenFolder = 11, ReadFolder = 12, Remove = 13;
    internal const byte MakeFolder = 14, Status = 17, Rename = 18, StatusReply = 101, Handle = 102, Data = 103, Name = 104, Attributes = 105;
    internal const byte Extended = 200, ExtendedReply = 201;

    internal const uint ForReading = 1, ForWriting = 2, Create = 8, Exclusive = 0x20;

    internal const uint HasSize = 1, HasOwner = 2, HasMode = 4, HasTimes = 8, HasExtended = 0x80000000;

    internal const uint Good = 0, EndOfFile = 1, NoSuchFile = 2, PermissionDenied = 3, Failure = 4, Unsupported = 8;

    // OpenSSH's own, in its file PROTOCOL.
    internal const string Fsync = "fsync@openssh.com", PosixRename = "posix-rename@openssh.com", FreeSpace = "statvfs@openssh.com";
}
